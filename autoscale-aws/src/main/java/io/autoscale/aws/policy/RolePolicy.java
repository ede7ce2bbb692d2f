// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.policy;

import java.util.Objects;

/**
 * A policy and the identity that needs it.
 *
 * @param holder the ARN of a role, or {@code the program's own identity}
 * @param policy the policy of the holder
 */
public record RolePolicy(String holder, PolicyDocument policy) {

    /** The holder whose ARN is not known. */
    public static final String OWN = "the program's own identity";

    public RolePolicy {
        Objects.requireNonNull(holder, "holder");
        Objects.requireNonNull(policy, "policy");
    }
}
