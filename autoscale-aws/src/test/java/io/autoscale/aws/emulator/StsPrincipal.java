// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.util.HashSet;
import java.util.Set;

/** Who calls: the ARN, as GetCallerIdentity says it, and the session, null for the lasting key of a user. */
record StsPrincipal(String arn, StsSession session) {

    String account() {
        return arn.split(":", -1)[4];
    }

    /** What a trust policy may call it. */
    Set<String> namesInPolicies() {
        Set<String> names = new HashSet<>(Set.of(arn, account(), "arn:aws:iam::" + account() + ":root", "*"));
        if (session != null) {
            names.add(session.role());
        }
        return names;
    }
}
