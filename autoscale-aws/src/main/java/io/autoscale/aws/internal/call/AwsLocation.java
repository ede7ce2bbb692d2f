// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.call;

import io.autoscale.aws.trigger.AwsRegion;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where calls go.
 *
 * @param region the region, which is also signed for
 * @param endpoint where requests go instead of AWS's own endpoint, for which the flags are; or null
 */
public record AwsLocation(AwsRegion region, @Nullable URI endpoint, boolean fips, boolean dualStack) {

    public AwsLocation withoutEndpoint() {
        return new AwsLocation(region, null, fips, dualStack);
    }
}
