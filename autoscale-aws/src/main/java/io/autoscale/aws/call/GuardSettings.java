// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.call;

import io.autoscale.validation.Violations;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * How AWS is spared. A circuit breaker for each identity, service and region opens after a number of failures in a row
 * that are not one resource's own (throttled, unavailable, credentials refused), stays open for a while, then lets one
 * call through; each further failure doubles the while, up to a bound. A rate limiter for each service and region
 * bounds the calls a second of all sources together.
 *
 * @param failuresToOpen failures in a row that open the breaker: at least 1
 * @param firstWait how long it stays open the first time: at least a millisecond
 * @param longestWait the bound of the wait: at least the first wait
 * @param callsPerSecond by service; {@link AwsService#callsPerSecond()} for those that are not in it
 * @param longestQueue how long a call waits for its turn before it counts as throttled: zero or more
 */
public record GuardSettings(
        int failuresToOpen,
        Duration firstWait,
        Duration longestWait,
        Map<AwsService, Integer> callsPerSecond,
        Duration longestQueue) {

    /** Ten failures, 5 s up to two minutes, the rates of {@link AwsService}, a second of waiting. */
    public static final GuardSettings DEFAULT =
            new GuardSettings(10, Duration.ofSeconds(5), Duration.ofMinutes(2), Map.of(), Duration.ofSeconds(1));

    /**
     * Checks the ranges.
     *
     * @param failuresToOpen as above
     * @param firstWait as above
     * @param longestWait as above
     * @param callsPerSecond as above
     * @param longestQueue as above
     * @throws io.autoscale.validation.InvalidConfigurationException with every fault
     */
    public GuardSettings {
        Violations violations = new Violations();
        violations.check(failuresToOpen >= 1, "failuresToOpen", failuresToOpen, "a whole number >= 1");
        violations.check(firstWait.toMillis() >= 1, "firstWait", firstWait, "at least a millisecond");
        violations.check(
                longestWait.compareTo(firstWait) >= 0, "longestWait", longestWait, "at least firstWait " + firstWait);
        callsPerSecond.forEach((service, rate) ->
                violations.check(rate >= 1, "callsPerSecond." + service, rate, "a whole number >= 1"));
        violations.check(!longestQueue.isNegative(), "longestQueue", longestQueue, "zero or more");
        violations.throwIfAny("GuardSettings");
        callsPerSecond = Map.copyOf(callsPerSecond);
    }

    /**
     * The same settings, with another rate for one service.
     *
     * @param service the service
     * @param rate calls a second in each region: at least 1
     * @return the changed settings
     */
    public GuardSettings withCallsPerSecond(AwsService service, int rate) {
        Map<AwsService, Integer> rates = new EnumMap<>(AwsService.class);
        rates.putAll(callsPerSecond);
        rates.put(service, rate);
        return new GuardSettings(failuresToOpen, firstWait, longestWait, rates, longestQueue);
    }

    /**
     * How many calls a second to a service are let through in each region.
     *
     * @param service the service
     * @return at least 1
     */
    public int rate(AwsService service) {
        return callsPerSecond.getOrDefault(service, service.callsPerSecond());
    }
}
