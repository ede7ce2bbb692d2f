// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.call;

import io.autoscale.aws.trigger.AwsRegion;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where calls go.
 *
 * @param region the region, which is also signed for
 * @param endpoint where requests go instead of AWS's own endpoint, or null
 * @param fips whether AWS's endpoint with validated cryptography is used
 * @param dualStack whether AWS's endpoint for IPv4 and IPv6 is used
 */
public record AwsLocation(AwsRegion region, @Nullable URI endpoint, boolean fips, boolean dualStack) {

    /** AWS's own endpoint of a region. */
    public static AwsLocation of(String region) {
        return new AwsLocation(new AwsRegion(region), null, false, false);
    }

    public AwsLocation withoutEndpoint() {
        return new AwsLocation(region, null, fips, dualStack);
    }
}
