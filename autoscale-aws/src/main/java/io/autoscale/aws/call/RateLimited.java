// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.call;

import java.time.Instant;
import java.util.Objects;

/**
 * A call was not sent because it would have waited too long for its turn under the rate limit.
 *
 * @param service the service
 * @param region the region
 * @param at when
 */
public record RateLimited(AwsService service, String region, Instant at) {

    public RateLimited {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(at, "at");
    }
}
