// SPDX-License-Identifier: Apache-2.0
package com.example;

import io.autoscale.Autoscaler;
import io.autoscale.aws.AwsSources;
import io.autoscale.aws.call.Endpoints;
import io.autoscale.event.AutoscalerListener;
import io.autoscale.k8s.job.KubernetesJobs;
import io.autoscale.k8s.manifest.KedaManifests;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Scales the jobs of a manifest. */
public final class Program implements AutoCloseable {

    private final KubernetesJobs jobs;
    private final AwsSources sources;
    private final Autoscaler autoscaler;

    private Program(KubernetesClient client) {
        jobs = KubernetesJobs.create(client);
        sources = AwsSources.builder()
                .endpoints(Endpoints.awsOnly().allowingLoopback())
                .build();
        autoscaler = Autoscaler.builder()
                .sources(sources.factories())
                .listener(AutoscalerListener.logging())
                .build();
    }

    public static AutoCloseable start(KubernetesClient client, String manifest) {
        Program program = new Program(client);
        KedaManifests manifests = KedaManifests.parse("encoder.yaml", manifest);
        if (!manifests.errors().isEmpty()) {
            throw new IllegalArgumentException(manifests.errors().toString());
        }
        manifests.scaledJobs().forEach(job -> program.autoscaler.register(job, program.jobs));
        return program;
    }

    @Override
    public void close() {
        autoscaler.close();
        sources.close();
        jobs.close();
    }
}
