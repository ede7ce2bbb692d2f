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

    /** AWS refused what was given last, so that it is fetched anew where that can help. */
    default void refused() {}
}
