// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.policy;

import java.util.Objects;

/**
 * A policy and who must have it.
 *
 * @param holder the ARN of a role, or {@code the program's own identity}
 * @param policy what the holder must be allowed
 */
public record RolePolicy(String holder, PolicyDocument policy) {

    /** The holder that no ARN is known of. */
    public static final String OWN = "the program's own identity";

    public RolePolicy {
        Objects.requireNonNull(holder, "holder");
        Objects.requireNonNull(policy, "policy");
    }
}
