// SPDX-License-Identifier: Apache-2.0
package com.example;

import io.autoscale.aws.call.Endpoints;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.concurrent.CountDownLatch;

/** The program in a cluster: runs until the process is asked to stop. */
public final class Main {

    public static void main(String[] args) throws InterruptedException {
        KubernetesClient cluster = new KubernetesClientBuilder().build();
        VideoScaling scaling = new VideoScaling(cluster, Endpoints.awsOnly());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            scaling.close();
            cluster.close();
        }));
        scaling.start(System.getenv("QUEUE_URL"));
        new CountDownLatch(1).await();
    }
}
