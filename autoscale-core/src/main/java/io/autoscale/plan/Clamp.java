// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import java.util.Objects;

/**
 * A change that the bounds made to the number of jobs, with its reason.
 *
 * @param reason the reason
 * @param before the number before the change
 * @param after the number after the change; always different from the number before
 */
public record Clamp(ClampReason reason, long before, long after) {

    /**
     * Checks that the numbers differ.
     *
     * @throws IllegalArgumentException if both numbers are equal
     */
    public Clamp {
        Objects.requireNonNull(reason, "reason");
        if (before == after) {
            throw new IllegalArgumentException("clamp: '" + after + "' is not valid, expected a changed number");
        }
    }
}
