// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import java.time.Duration;
import java.time.Instant;

/**
 * When a registration fires. Its phase within the interval follows from its name, so that it is the same after a
 * restart, and that thousands of equal intervals do not fire together.
 */
final class PollingPhase {

    /** Registrations that fire close to each other fire at one instant, so that the timer wakes once for them. */
    private static final long GRID_MILLIS = 50;

    private final long intervalMillis;
    private final long phaseMillis;

    PollingPhase(String key, Duration interval) {
        this.intervalMillis = interval.toMillis();
        long phase = Math.floorMod(mixed(key), intervalMillis);
        this.phaseMillis = phase - phase % GRID_MILLIS;
    }

    /** The first instant of the phase that is strictly after the given one. */
    Instant nextAfter(Instant now) {
        long millis = now.toEpochMilli();
        long sincePhase = Math.floorMod(millis - phaseMillis, intervalMillis);
        return Instant.ofEpochMilli(millis - sincePhase + intervalMillis);
    }

    // FNV-1a and the finaliser of MurmurHash3: String.hashCode leaves names that differ in a digit side by side.
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
