// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.call;

import java.time.Instant;
import java.util.Objects;

/**
 * A guard began or ceased to hold calls back.
 *
 * @param kind what happened
 * @param service which service
 * @param region which region
 * @param identity whose calls, or {@code everyone} for a rate limit
 * @param at when
 */
public record AwsGuardEvent(Kind kind, AwsService service, String region, String identity, Instant at) {

    /** What happened. */
    public enum Kind {
        /** Too many failures in a row: calls are no longer sent. */
        BREAKER_OPENED,
        /** One call is let through to see whether it is better. */
        BREAKER_PROBES,
        /** Calls are sent again. */
        BREAKER_CLOSED,
        /** A call waited its full time for its turn and was not sent. */
        RATE_LIMITED
    }

    /**
     * Checks that all parts are there.
     *
     * @param kind as above
     * @param service as above
     * @param region as above
     * @param identity as above
     * @param at as above
     */
    public AwsGuardEvent {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(at, "at");
    }
}
