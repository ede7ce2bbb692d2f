// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import java.util.Objects;

/**
 * One change of the number of jobs after the strategy, with its reason.
 *
 * @param reason why
 * @param before the number before
 * @param after the number after; never the same
 */
public record Clamp(ClampReason reason, long before, long after) {

    /**
     * Checks that something changed.
     *
     * @throws IllegalArgumentException when before and after are the same
     */
    public Clamp {
        Objects.requireNonNull(reason, "reason");
        if (before == after) {
            throw new IllegalArgumentException("clamp: '" + after + "' is not valid, expected a changed number");
        }
    }
}
