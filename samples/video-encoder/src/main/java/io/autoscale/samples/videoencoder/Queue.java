// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.videoencoder;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The queue of videos: a real one, or one in the embedded server. */
record Queue(SqsClient client, String url, @Nullable URI endpoint) implements AutoCloseable {

    static Queue real(String url, String region) {
        return new Queue(SqsClient.builder().region(Region.of(region)).build(), url, null);
    }

    static Queue embedded(URI endpoint, String region) {
        SqsClient client = SqsClient.builder()
                .region(Region.of(region))
                .endpointOverride(endpoint)
                .httpClientBuilder(Apache5HttpClient.builder()
                        .maxConnections(200)
                        .connectionAcquisitionTimeout(Duration.ofSeconds(60)))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("embedded", "embedded")))
                .build();
        String url = client.createQueue(request -> request.queueName("videos")).queueUrl();
        return new Queue(client, url, endpoint);
    }

    void produce(int messages) {
        for (int i = 1; i <= messages; i++) {
            String body = "{\"video\": " + i + ", \"quality\": \"1080p\"}";
            client.sendMessage(request -> request.queueUrl(url).messageBody(body));
        }
    }

    int backlog() {
        return client
                .getQueueAttributes(request -> request.queueUrl(url)
                        .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .attributes()
                .values()
                .stream()
                .mapToInt(Integer::parseInt)
                .sum();
    }

    @Override
    public void close() {
        client.close();
    }
}
