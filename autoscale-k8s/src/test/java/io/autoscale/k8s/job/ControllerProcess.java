// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.autoscale.Autoscaler;
import io.autoscale.metric.ActivationThreshold;
import io.autoscale.metric.InFlightCounting;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.metric.MetricTarget;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.spec.ScaledJob;
import io.autoscale.trigger.Trigger;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/** A controller as a process of its own: one ScaledJob with every default but its interval, until it is killed. */
final class ControllerProcess {

    static final int MAXIMUM = 10;
    static final String NAME = "orders";

    private ControllerProcess() {}

    /** Arguments: kubeconfig, namespace, and the URL of the backlog. */
    public static void main(String[] arguments) throws InterruptedException {
        URI backlog = URI.create(arguments[2]);
        HttpClient http = HttpClient.newHttpClient();
        MetricSpec metric =
                new MetricSpec(NAME, MetricTarget.averageValue(1), ActivationThreshold.ZERO, InFlightCounting.COUNTED);
        try (KubernetesClient client = new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(Path.of(arguments[0]).toFile()))
                        .build();
                KubernetesJobs jobs = KubernetesJobs.create(client);
                Autoscaler autoscaler = Autoscaler.builder()
                        .source(ScalerSourceFactory.of(
                                "backlog", context -> ScalerSource.of(metric, () -> read(http, backlog))))
                        .build()) {
            autoscaler.register(
                    ScaledJob.builder(NAME)
                            .namespace(arguments[1])
                            .jobTemplate(KubernetesJobTemplate.container("worker", "worker:1", "work"))
                            .pollingInterval(Duration.ofSeconds(1))
                            .maxReplicaCount(MAXIMUM)
                            .trigger(Trigger.builder("backlog").build())
                            .build(),
                    jobs);
            new CountDownLatch(1).await();
        }
    }

    private static MetricSample read(HttpClient http, URI backlog) {
        InstantSource clock = InstantSource.system();
        var began = clock.instant();
        try {
            String text = http.send(
                            HttpRequest.newBuilder(backlog)
                                    .timeout(Duration.ofSeconds(5))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return new MetricSample(Double.parseDouble(text), began);
        } catch (IOException e) {
            throw new ScalerException(ScalerException.Kind.UNAVAILABLE, "no backlog: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ScalerException(ScalerException.Kind.UNAVAILABLE, "interrupted");
        }
    }
}
