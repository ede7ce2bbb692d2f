// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.credentials;

import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Credentials of a provider of the SDK, which keeps and refreshes them. */
final class SdkCredentials implements CredentialsSource {

    private final String who;
    private final String remedy;
    private final AwsCredentialsProvider provider;

    /**
     * @param who whose credentials, for messages
     * @param remedy what to look at when there are none
     */
    SdkCredentials(String who, String remedy, AwsCredentialsProvider provider) {
        this.who = who;
        this.remedy = remedy;
        this.provider = provider;
    }

    @Override
    public AwsCredentials resolve() {
        try {
            return provider.resolveCredentials();
        } catch (SdkException | IllegalStateException e) {
            // without the cause, which may quote what an endpoint answered
            throw new ScalerException(Kind.AUTHENTICATION, who + " gave no credentials: " + remedy);
        }
    }

    @Override
    public void close() {
        if (provider instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
    }
}
