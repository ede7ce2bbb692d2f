// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** A clock that stands still when the underlying clock is set back, and then continues at its rate. */
final class SteadyClock implements InstantSource {

    private final InstantSource clock;
    private Duration lead = Duration.ZERO;
    private @Nullable Instant last;

    SteadyClock(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Instant instant() {
        Instant now = clock.instant();
        if (last != null && now.isBefore(last)) {
            lead = lead.plus(Duration.between(now, last));
        }
        last = now;
        return now.plus(lead);
    }
}
