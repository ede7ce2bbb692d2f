// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.client;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.internal.call.AwsLocation;
import io.autoscale.aws.internal.call.ClientFactory;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkClient;

/** A kind of service client. One constant for each service, since clients are shared by type and target. */
public record ClientType<C extends SdkClient>(AwsService service, Maker<C> maker) {

    public interface Maker<C> {
        C make(ClientFactory factory, AwsLocation location, AwsCredentialsProvider credentials);
    }

    /** A kind of client, by its builder, such as {@code SqsClient::builder}. */
    public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends SdkClient> ClientType<C> of(
            AwsService service, Supplier<B> builder) {
        return new ClientType<>(
                service,
                (factory, location, credentials) -> factory.make(builder.get(), service, location, credentials));
    }
}
