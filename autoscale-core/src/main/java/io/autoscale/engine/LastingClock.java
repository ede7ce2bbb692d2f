// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A clock that returns its last instant while the underlying clock throws, and logs this once. */
final class LastingClock implements InstantSource {

    private static final Logger LOG = LoggerFactory.getLogger(LastingClock.class);

    private final InstantSource clock;
    private volatile Instant last = Instant.EPOCH;
    private volatile boolean failing;

    LastingClock(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Instant instant() {
        try {
            Instant now = clock.instant();
            last = now;
            failing = false;
            return now;
        } catch (RuntimeException | Error e) {
            if (!failing) {
                failing = true;
                LOG.warn("the clock failed; its last time is used until it works again", e);
            }
            return last;
        }
    }
}
