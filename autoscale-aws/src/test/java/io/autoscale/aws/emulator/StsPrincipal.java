// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.util.HashSet;
import java.util.Set;

/**
 * The caller: its ARN as GetCallerIdentity returns it, and its session; null for the long-term key
 * of a user.
 */
record StsPrincipal(String arn, StsSession session) {

    String account() {
        return arn.split(":", -1)[4];
    }

    /** The names of this principal in a trust policy. */
    Set<String> namesInPolicies() {
        Set<String> names = new HashSet<>(Set.of(arn, account(), "arn:aws:iam::" + account() + ":root", "*"));
        if (session != null) {
            names.add(session.role());
        }
        return names;
    }
}
