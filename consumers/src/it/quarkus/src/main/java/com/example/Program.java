// SPDX-License-Identifier: Apache-2.0
package com.example;

import io.autoscale.Autoscaler;
import io.autoscale.aws.AwsSources;
import io.autoscale.aws.call.Endpoints;
import io.autoscale.event.AutoscalerListener;
import io.autoscale.k8s.job.KubernetesJobs;
import io.autoscale.k8s.manifest.KedaManifests;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Scales the jobs of a manifest for as long as the application runs. */
@ApplicationScoped
public class Program {

    private final KubernetesJobs jobs;
    private final AwsSources sources;
    private final Autoscaler autoscaler;

    Program(KubernetesClient client) {
        jobs = KubernetesJobs.create(client);
        sources = AwsSources.builder()
                .endpoints(Endpoints.awsOnly().allowingLoopback())
                .build();
        autoscaler = Autoscaler.builder()
                .sources(sources.factories())
                .listener(AutoscalerListener.logging())
                .build();
    }

    void start(@Observes StartupEvent event, @ConfigProperty(name = "encoder.manifest") String manifest) {
        KedaManifests manifests = KedaManifests.parse("encoder.yaml", manifest);
        if (!manifests.errors().isEmpty()) {
            throw new IllegalArgumentException(manifests.errors().toString());
        }
        manifests.scaledJobs().forEach(job -> autoscaler.register(job, jobs));
    }

    void stop(@Observes ShutdownEvent event) {
        autoscaler.close();
        sources.close();
        jobs.close();
    }
}
