// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import java.time.Duration;
import java.time.Instant;

/**
 * Computes when a registration fires. The phase within the interval is derived from the name: it is the same after a
 * restart, and many registrations with equal intervals do not fire together.
 */
final class PollingPhase {

    /** Instants are rounded to this grid, so that one timer wake-up serves registrations that are close together. */
    private static final long GRID_MILLIS = 50;

    private final long intervalMillis;
    private final long phaseMillis;

    PollingPhase(String key, Duration interval) {
        this.intervalMillis = interval.toMillis();
        long phase = Math.floorMod(mixed(key), intervalMillis);
        this.phaseMillis = phase - phase % GRID_MILLIS;
    }

    /** Returns the first instant of the phase strictly after the given one. */
    Instant nextAfter(Instant now) {
        long millis = now.toEpochMilli();
        long sincePhase = Math.floorMod(millis - phaseMillis, intervalMillis);
        return Instant.ofEpochMilli(millis - sincePhase + intervalMillis);
    }

    // FNV-1a and the finalizer of MurmurHash3: with String.hashCode, names that differ in one digit would be close.
    private static long mixed(String key) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}
