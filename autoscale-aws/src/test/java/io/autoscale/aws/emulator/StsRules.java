// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.time.Duration;

/** The documented errors of STS. */
final class StsRules {

    private static final Duration DEFAULT_SESSION = Duration.ofHours(1);
    private static final Duration SHORTEST_SESSION = Duration.ofMinutes(15);

    private StsRules() {}

    /** The duration of the session that is asked for, when name and duration are admissible. */
    static Duration duration(StsCall call, boolean chained, StsRole role) {
        String name = call.sessionName().orElse("");
        if (!name.matches("[\\w+=,.@-]{2,64}")) {
            throw invalid("1 validation error detected: Value '" + name
                    + "' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression"
                    + " pattern: [\\w+=,.@-]*");
        }
        Duration duration = call.duration().orElse(DEFAULT_SESSION);
        if (duration.compareTo(SHORTEST_SESSION) < 0) {
            throw invalid("1 validation error detected: Value '" + duration.toSeconds()
                    + "' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or"
                    + " equal to 900");
        }
        if (chained && duration.compareTo(DEFAULT_SESSION) > 0) {
            throw invalid("The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
                    + " chaining");
        }
        if (role != null && duration.compareTo(role.longestSession()) > 0) {
            throw invalid("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }
        return duration;
    }

    static AwsRefusal denied(StsPrincipal caller, String action, String resource) {
        return new AwsRefusal(
                403,
                "AccessDenied",
                "User: " + caller.arn() + " is not authorized to perform: " + action + " on resource: " + resource);
    }

    /** The part of an answer that hands out a session. */
    static String credentials(StsSession session) {
        return "<Credentials><AccessKeyId>" + session.accessKeyId() + "</AccessKeyId><SecretAccessKey>"
                + session.secretAccessKey() + "</SecretAccessKey><SessionToken>" + session.token()
                + "</SessionToken><Expiration>" + session.expiration()
                + "</Expiration></Credentials><AssumedRoleUser><Arn>" + session.principal()
                + "</Arn><AssumedRoleId>AROAFAKE:"
                + session.principal().substring(session.principal().lastIndexOf('/') + 1)
                + "</AssumedRoleId></AssumedRoleUser>";
    }

    private static AwsRefusal invalid(String message) {
        return new AwsRefusal(400, "ValidationError", message);
    }
}
