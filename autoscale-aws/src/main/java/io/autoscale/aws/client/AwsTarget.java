// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.client;

import io.autoscale.aws.identity.AwsIdentity;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where calls go and who signs them. Equal targets share a client.
 *
 * @param identity who signs
 * @param region the region, such as {@code eu-west-1}
 * @param endpoint where requests go instead of AWS's own endpoint, or null
 */
public record AwsTarget(
        AwsIdentity identity, String region, @Nullable URI endpoint) {

    /**
     * Checks that the required parts are there.
     *
     * @param identity as above
     * @param region as above
     * @param endpoint as above
     */
    public AwsTarget {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(region, "region");
    }
}
