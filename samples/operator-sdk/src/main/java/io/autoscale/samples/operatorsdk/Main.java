// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.operatorsdk;

import io.autoscale.aws.call.Endpoints;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs the operator until the process is stopped. */
public final class Main {

    private static final int CLOSE_SECONDS = 20;

    private Main() {}

    /**
     * Runs the operator.
     *
     * @param arguments none
     * @throws InterruptedException if the main thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        // the process ends when the hook returns, so the hook waits until everything is closed
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndWait(stop, closed), "stop"));
        try (KubernetesClient client = new KubernetesClientBuilder().build();
                PipelineOperator operator = new PipelineOperator(client, Endpoints.awsOnly(), settings -> {})) {
            operator.start();
            stop.await();
        } finally {
            closed.countDown();
        }
    }

    private static void stopAndWait(CountDownLatch stop, CountDownLatch closed) {
        stop.countDown();
        try {
            if (!closed.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("did not stop within " + CLOSE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
