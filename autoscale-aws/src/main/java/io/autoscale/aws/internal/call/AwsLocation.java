// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.call;

import io.autoscale.aws.trigger.AwsRegion;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where calls go: the region that is signed for, and an endpoint instead of AWS's own, to which the flags apply. */
public record AwsLocation(AwsRegion region, @Nullable URI endpoint, boolean fips, boolean dualStack) {

    public AwsLocation withoutEndpoint() {
        return new AwsLocation(region, null, fips, dualStack);
    }
}
