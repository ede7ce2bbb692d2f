// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.call;

import io.autoscale.validation.Violations;
import java.time.Duration;

/**
 * Limits for calls to AWS.
 *
 * @param attempts attempts for one call, including the first: 1 to 10; the SDK's standard mode waits between them
 * @param attemptTimeout the time limit of one attempt: above zero
 * @param callTimeout the time limit of a call with all its attempts: at least the attempt timeout
 * @param connections the maximum number of open connections: at least 1
 */
public record AwsClientSettings(int attempts, Duration attemptTimeout, Duration callTimeout, int connections) {

    /** Two attempts, 4 s each, 8 s for both, 64 connections. */
    public static final AwsClientSettings DEFAULT =
            new AwsClientSettings(2, Duration.ofSeconds(4), Duration.ofSeconds(8), 64);

    /**
     * Checks the ranges.
     *
     * @throws io.autoscale.validation.InvalidConfigurationException with every error
     */
    public AwsClientSettings {
        Violations violations = new Violations();
        violations.check(attempts >= 1 && attempts <= 10, "attempts", attempts, "a whole number from 1 to 10");
        violations.check(attemptTimeout.toMillis() >= 1, "attemptTimeout", attemptTimeout, "at least a millisecond");
        violations.check(
                callTimeout.compareTo(attemptTimeout) >= 0,
                "callTimeout",
                callTimeout,
                "at least attemptTimeout " + attemptTimeout);
        violations.check(connections >= 1, "connections", connections, "a whole number >= 1");
        violations.throwIfAny("AwsClientSettings");
    }
}
