// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.springboot;

import io.autoscale.aws.trigger.SqsQueueTrigger;
import io.autoscale.k8s.job.KubernetesJobTemplate;
import io.autoscale.spec.ScaledJob;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Scales the ScaledJobs in {@code resources/scaled-jobs}, and one that is written in Java. */
@SpringBootApplication
public class VideoScaling {

    /** Starts the application. */
    public static void main(String[] args) {
        SpringApplication.run(VideoScaling.class, args);
    }

    @Bean
    ScaledJob thumbnails(@Value("${thumbnails.queue-url}") String queueUrl) {
        return ScaledJob.builder("thumbnails")
                .namespace("media")
                .jobTemplate(KubernetesJobTemplate.container("thumbnails", "registry.example.com/thumbnails:1"))
                .maxReplicaCount(20)
                .trigger(SqsQueueTrigger.builder()
                        .queueUrl(queueUrl)
                        .queueLength(5)
                        .awsRegion("eu-west-1")
                        .build())
                .build();
    }
}
