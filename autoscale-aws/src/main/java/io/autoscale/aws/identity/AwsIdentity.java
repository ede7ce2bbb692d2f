// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.identity;

import io.autoscale.auth.Secret;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which AWS identity signs the calls of a trigger. Equal identities share their client. */
public sealed interface AwsIdentity {

    /** The program's own identity: the SDK's default credentials chain. */
    record DefaultChain() implements AwsIdentity {}

    /**
     * Keys.
     *
     * @param accessKeyId the id of the key, which is not a secret
     * @param secretAccessKey the key
     * @param sessionToken the token of temporary keys, or null
     */
    record StaticKeys(
            String accessKeyId,
            Secret secretAccessKey,
            @Nullable Secret sessionToken) implements AwsIdentity {

        /**
         * Checks that the required parts are there.
         *
         * @param accessKeyId as above
         * @param secretAccessKey as above
         * @param sessionToken as above
         */
        public StaticKeys {
            Objects.requireNonNull(accessKeyId, "accessKeyId");
            Objects.requireNonNull(secretAccessKey, "secretAccessKey");
        }
    }
}
