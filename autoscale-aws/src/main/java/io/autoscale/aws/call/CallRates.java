// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.call;

import io.autoscale.validation.Violations;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The maximum number of calls a second to each service in each region, for all sources together. A call above the rate
 * waits for its turn. A call that would wait longer than {@code longestWait} is not sent, which does not count as a
 * failure of its source. Values out of range throw an {@link io.autoscale.validation.InvalidConfigurationException} with
 * every violation.
 *
 * @param callsPerSecond by service; {@link AwsService#callsPerSecond()} for a service that is missing
 * @param longestWait the longest wait for a turn: zero or more, and less than the time limit of a read
 */
public record CallRates(Map<AwsService, Integer> callsPerSecond, Duration longestWait) {

    /** The rates of {@link AwsService}, and five seconds of waiting. */
    public static final CallRates DEFAULT = new CallRates(Map.of(), Duration.ofSeconds(5));

    public CallRates {
        Violations violations = new Violations();
        callsPerSecond.forEach((service, rate) ->
                violations.check(rate >= 1, "callsPerSecond." + service, rate, "a whole number >= 1"));
        violations.check(!longestWait.isNegative(), "longestWait", longestWait, "zero or more");
        violations.throwIfAny("CallRates");
        callsPerSecond = Map.copyOf(callsPerSecond);
    }

    /**
     * Changes the rate of one service.
     *
     * @param service the service
     * @param rate calls a second in each region: at least 1
     */
    public CallRates with(AwsService service, int rate) {
        Map<AwsService, Integer> rates = new HashMap<>(callsPerSecond);
        rates.put(service, rate);
        return new CallRates(rates, longestWait);
    }

    /**
     * The maximum number of calls a second to a service in each region, at least 1.
     *
     * @param service the service
     */
    public int rate(AwsService service) {
        return callsPerSecond.getOrDefault(service, service.callsPerSecond());
    }
}
