// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.call;

import io.autoscale.validation.Violations;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many calls a second are sent to each service in each region, by all sources together. A call beyond the rate
 * waits for its turn; one that would wait too long is not sent, which is no failure of what it asks for.
 *
 * @param callsPerSecond by service; {@link AwsService#callsPerSecond()} for those that are not in it
 * @param longestWait how long a call waits for its turn: zero or more; below the time that a read has
 */
public record CallRates(Map<AwsService, Integer> callsPerSecond, Duration longestWait) {

    /** The rates of {@link AwsService}, and five seconds of waiting. */
    public static final CallRates DEFAULT = new CallRates(Map.of(), Duration.ofSeconds(5));

    /**
     * Checks the ranges.
     *
     * @throws io.autoscale.validation.InvalidConfigurationException with every violation
     */
    public CallRates {
        Violations violations = new Violations();
        callsPerSecond.forEach((service, rate) ->
                violations.check(rate >= 1, "callsPerSecond." + service, rate, "a whole number >= 1"));
        violations.check(!longestWait.isNegative(), "longestWait", longestWait, "zero or more");
        violations.throwIfAny("CallRates");
        callsPerSecond = Map.copyOf(callsPerSecond);
    }

    /**
     * The same rates, with another one for one service.
     *
     * @param service the service
     * @param rate calls a second in each region: at least 1
     */
    public CallRates with(AwsService service, int rate) {
        Map<AwsService, Integer> rates = new EnumMap<>(AwsService.class);
        rates.putAll(callsPerSecond);
        rates.put(service, rate);
        return new CallRates(rates, longestWait);
    }

    /**
     * How many calls a second are sent to a service in each region.
     *
     * @param service the service
     * @return at least 1
     */
    public int rate(AwsService service) {
        return callsPerSecond.getOrDefault(service, service.callsPerSecond());
    }
}
