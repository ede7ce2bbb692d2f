// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.videoencoder;

import io.autoscale.validation.Violations;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/** The program in the pod of a job on a real cluster, configured by environment variables. */
final class PodMain {

    private PodMain() {}

    static void run(Map<String, String> environment) throws IOException, InterruptedException {
        Violations violations = new Violations();
        for (String name : new String[] {"QUEUE_URL", "AWS_REGION", "ANALYZER_URL"}) {
            if (!environment.containsKey(name)) {
                violations.addMissing(name, "an environment variable of the pod");
            }
        }
        violations.throwIfAny("encode");
        CountDownLatch stop = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(stop::countDown, "stop"));
        SqsClientBuilder builder = SqsClient.builder().region(Region.of(environment.getOrDefault("AWS_REGION", "")));
        if (environment.containsKey("SQS_ENDPOINT")) {
            builder.endpointOverride(URI.create(environment.getOrDefault("SQS_ENDPOINT", "")));
        }
        double seconds = Double.parseDouble(environment.getOrDefault("ENCODE_SECONDS", "60"));
        try (SqsClient sqs = builder.build()) {
            new Encoder(
                            sqs,
                            environment.getOrDefault("QUEUE_URL", ""),
                            URI.create(environment.getOrDefault("ANALYZER_URL", "")),
                            Duration.ofMillis(Math.round(seconds * 1000)),
                            stop,
                            HttpClient.newHttpClient())
                    .run();
        }
    }
}
