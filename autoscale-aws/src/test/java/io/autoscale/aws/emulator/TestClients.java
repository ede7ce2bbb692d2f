// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.net.URI;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;

/** SDK clients with which tests prepare the state that the code under test reads. */
public final class TestClients {

    private TestClients() {}

    /** The settings of a client of this emulator: {@code SqsClient.builder().applyMutation(at(emulator))}. */
    public static <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> Consumer<B> at(Emulator emulator) {
        return at(emulator.endpoint(), AwsBasicCredentials.create(emulator.accessKeyId(), emulator.secretAccessKey()));
    }

    /** The settings of a client with this key. */
    public static <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> Consumer<B> at(
            URI endpoint, String accessKeyId) {
        return at(endpoint, AwsBasicCredentials.create(accessKeyId, "fake-secret"));
    }

    /** The settings of a client with the credentials of this session. */
    public static <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> Consumer<B> at(
            URI endpoint, StsSession session) {
        return at(
                endpoint,
                AwsSessionCredentials.create(session.accessKeyId(), session.secretAccessKey(), session.token()));
    }

    private static <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> Consumer<B> at(
            URI endpoint, AwsCredentials credentials) {
        return builder -> builder.endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .httpClientBuilder(Apache5HttpClient.builder())
                .credentialsProvider(StaticCredentialsProvider.create(credentials));
    }
}
