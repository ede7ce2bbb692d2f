// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.call;

import io.autoscale.validation.Violations;
import java.time.Duration;

/**
 * The bounds of calls to AWS.
 *
 * @param attempts tries of one call, the first included: 1 to 10; the SDK's standard mode waits between them
 * @param attemptTimeout the longest wait for one try: above zero
 * @param callTimeout the longest wait for a call with all its tries: at least the attempt timeout
 * @param connections open connections at most: at least 1
 */
public record AwsClientSettings(int attempts, Duration attemptTimeout, Duration callTimeout, int connections) {

    /** Two tries, 4 s each, 8 s in all, 64 connections. */
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
