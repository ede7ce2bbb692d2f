// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.client;

import io.autoscale.aws.call.AwsLocation;
import io.autoscale.aws.identity.AwsIdentity;
import java.util.Objects;

/**
 * Where calls go and who signs them. Equal targets share a client.
 *
 * @param identity who signs
 * @param location where calls go
 */
public record AwsTarget(AwsIdentity identity, AwsLocation location) {

    /**
     * Checks that the parts are there.
     *
     * @param identity as above
     * @param location as above
     */
    public AwsTarget {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(location, "location");
    }

    /**
     * The name of the region.
     *
     * @return such as {@code eu-west-1}
     */
    public String region() {
        return location.region().name();
    }
}
