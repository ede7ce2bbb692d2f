// SPDX-License-Identifier: Apache-2.0
package com.example;

import io.autoscale.Autoscaler;
import io.autoscale.aws.AwsSources;
import io.autoscale.aws.call.Endpoints;
import io.autoscale.aws.trigger.SqsQueueTrigger;
import io.autoscale.event.AutoscalerListener;
import io.autoscale.k8s.job.KubernetesJobTemplate;
import io.autoscale.k8s.job.KubernetesJobs;
import io.autoscale.spec.ScaledJob;
import io.autoscale.strategy.ScalingDecision;
import io.autoscale.strategy.ScalingStrategy;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;

/** Runs one job for every two videos that wait in a queue. */
public final class VideoScaling implements AutoCloseable {

    static final ScalingStrategy HALF = ScalingStrategy.named("half", in -> {
        long missing = (in.desiredJobs() + 1) / 2 - in.runningJobs();
        return ScalingDecision.create(Math.max(0, missing), "half of what the backlog asks for");
    });

    private final KubernetesJobs jobs;
    private final AwsSources sources;
    private final Autoscaler autoscaler;

    public VideoScaling(KubernetesClient cluster, Endpoints endpoints) {
        jobs = KubernetesJobs.create(cluster);
        sources = AwsSources.builder().endpoints(endpoints).build();
        autoscaler = Autoscaler.builder()
                .sources(sources.factories())
                .listener(AutoscalerListener.logging())
                .build();
    }

    public void start(String queueUrl) {
        ScaledJob encoder = ScaledJob.builder("encoder")
                .namespace("media")
                .jobTemplate(KubernetesJobTemplate.container("encoder", "registry.example.com/encoder:1.4"))
                .pollingInterval(Duration.ofSeconds(2))
                .maxReplicaCount(10)
                .scalingStrategy(HALF)
                .trigger(SqsQueueTrigger.builder()
                        .queueUrl(queueUrl)
                        .queueLength(1)
                        .awsRegion("eu-west-1")
                        .build())
                .build();
        autoscaler.register(encoder, jobs);
    }

    @Override
    public void close() {
        autoscaler.close();
        sources.close();
        jobs.close();
    }
}
