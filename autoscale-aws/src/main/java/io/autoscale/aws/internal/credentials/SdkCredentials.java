// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.credentials;

import io.autoscale.aws.trigger.AwsIdentity;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Credentials of a provider of the SDK, which keeps and refreshes them. The remedy says what to check without any. */
record SdkCredentials(AwsIdentity identity, AwsCredentialsProvider provider, String remedy)
        implements CredentialsPool.Source {

    /** The credentials of an identity that needs no STS. */
    static SdkCredentials of(AwsIdentity identity) {
        if (identity instanceof AwsIdentity.StaticKeys keys) {
            return new SdkCredentials(identity, StaticCredentialsProvider.create(credentials(keys)), "");
        }
        if (identity instanceof AwsIdentity.ContainerCredentials) {
            return new SdkCredentials(
                    identity,
                    ContainerCredentialsProvider.builder().build(),
                    "check the endpoint in AWS_CONTAINER_CREDENTIALS_FULL_URI, the authorization token file, and the "
                            + "Pod Identity association of the service account");
        }
        if (identity instanceof AwsIdentity.InstanceProfile) {
            return new SdkCredentials(
                    identity,
                    InstanceProfileCredentialsProvider.create(),
                    "look at the node's role, and at the hop limit of its metadata service");
        }
        if (identity instanceof AwsIdentity.Profile profile) {
            return new SdkCredentials(
                    identity,
                    ProfileCredentialsProvider.create(profile.name()),
                    "look at the shared configuration files");
        }
        return new SdkCredentials(
                identity,
                DefaultCredentialsProvider.builder().build(),
                "set keys, a web identity (IRSA), EKS Pod Identity, a profile or an instance role");
    }

    @Override
    public AwsCredentials resolve() {
        try {
            return provider.resolveCredentials();
        } catch (SdkException | IllegalStateException e) {
            // without the cause, which may quote what an endpoint answered
            throw new ScalerException(Kind.AUTHENTICATION, identity.describe() + " gave no credentials: " + remedy);
        }
    }

    @Override
    public void close() {
        if (provider instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
    }

    private static AwsCredentials credentials(AwsIdentity.StaticKeys keys) {
        String secret = keys.secretAccessKey().reveal();
        return keys.sessionToken() == null
                ? AwsBasicCredentials.create(keys.accessKeyId(), secret)
                : AwsSessionCredentials.create(
                        keys.accessKeyId(), secret, keys.sessionToken().reveal());
    }
}
