// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.credentials;

import io.autoscale.aws.internal.call.LeasePool;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** Gives the credentials of one identity. Safe from any thread. */
public interface CredentialsSource extends LeasePool.Closeable {

    /**
     * The credentials of now.
     *
     * @throws io.autoscale.source.ScalerException when there are none
     */
    AwsCredentials resolve();

    /** Called when AWS refuses the credentials, so that they are loaded again if that can help. */
    default void refused() {}
}
