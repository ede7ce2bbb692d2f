// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.time.Instant;

/** Temporary credentials that {@link FakeSts} has issued; the principal is the ARN of the assumed role. */
public record StsSession(
        String principal, String role, String accessKeyId, String secretAccessKey, String token, Instant expiration) {

    /** As the container credentials endpoint writes them. */
    public String toJson() {
        String account = principal.split(":", -1)[4];
        return "{\"AccessKeyId\":\"" + accessKeyId + "\",\"SecretAccessKey\":\"" + secretAccessKey + "\",\"Token\":\""
                + token + "\",\"AccountId\":\"" + account + "\",\"Expiration\":\"" + expiration + "\"}";
    }

    @Override
    public String toString() {
        return "session " + accessKeyId + " of " + principal + " until " + expiration;
    }
}
