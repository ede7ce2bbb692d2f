// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.credentials;

import io.autoscale.aws.internal.call.LeasePool;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** Gives the credentials of one identity. Safe from any thread. */
public interface CredentialsSource extends LeasePool.Closeable {

    /**
     * The credentials of now.
     *
     * @throws io.autoscale.source.ScalerException when there are none
     */
    AwsCredentials resolve();

    /**
     * When the current temporary credentials end; empty if there are none, they do not end, or nobody has used them since
     * they were due to be replaced, which only a use does.
     */
    default Optional<Instant> expiresAt() {
        return Optional.empty();
    }

    /** Called when AWS refuses the credentials, so that they are loaded again if that can help. */
    default void refused() {}
}
