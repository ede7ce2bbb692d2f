// SPDX-License-Identifier: Apache-2.0
package com.example;

import io.autoscale.Autoscaler;
import io.autoscale.aws.AwsSources;
import io.autoscale.aws.call.Endpoints;
import io.autoscale.event.AutoscalerListener;
import io.autoscale.k8s.job.KubernetesJobs;
import io.autoscale.k8s.manifest.KedaManifests;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.GenericApplicationContext;

/** Scales the jobs of a manifest; Spring closes the beans in the order that their dependencies ask for. */
@SpringBootApplication
public class Program {

    @Bean
    KubernetesJobs jobs(KubernetesClient client) {
        return KubernetesJobs.create(client);
    }

    @Bean
    AwsSources sources() {
        return AwsSources.builder()
                .endpoints(Endpoints.awsOnly().allowingLoopback())
                .build();
    }

    /** Takes the jobs too, so that it is closed before them. */
    @Bean
    Autoscaler autoscaler(AwsSources sources, KubernetesJobs jobs) {
        return Autoscaler.builder()
                .sources(sources.factories())
                .listener(AutoscalerListener.logging())
                .build();
    }

    public static AutoCloseable start(KubernetesClient client, String manifest) {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Program.class)
                .initializers(
                        (GenericApplicationContext before) -> before.registerBean(KubernetesClient.class, () -> client))
                .run();
        Autoscaler autoscaler = context.getBean(Autoscaler.class);
        KubernetesJobs jobs = context.getBean(KubernetesJobs.class);
        KedaManifests manifests = KedaManifests.parse("encoder.yaml", manifest);
        if (!manifests.errors().isEmpty()) {
            throw new IllegalArgumentException(manifests.errors().toString());
        }
        manifests.scaledJobs().forEach(job -> autoscaler.register(job, jobs));
        return context;
    }
}
