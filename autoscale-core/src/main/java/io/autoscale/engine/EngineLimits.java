// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.source.GuardPolicy;
import io.autoscale.validation.Violations;
import java.time.Duration;

/**
 * The bounds of everything that waits or is kept.
 *
 * @param sampleTimeout the longest wait for one trigger; the polling interval where that is shorter, but 5 s at
 *     least where the interval is shorter still; above zero
 * @param censusTimeout the longest wait for a census; above zero
 * @param executionTimeout the longest wait for a plan to be carried out; above zero
 * @param greatestCensusAge a census older than this fails the round; above zero
 * @param closeTimeout how long closing waits for rounds under way; above zero
 * @param janitorInterval within which history limits are kept where rounds do not see to it: while scaling is held,
 *     while no trigger can be read, and between rounds that are further apart; above zero
 * @param decisionsKept decision records kept per registration: at least 1
 * @param workerThreads threads of the pool where there are no virtual threads: at least 1
 * @param guardPolicy how a failing source is spared
 */
public record EngineLimits(
        Duration sampleTimeout,
        Duration censusTimeout,
        Duration executionTimeout,
        Duration greatestCensusAge,
        Duration closeTimeout,
        Duration janitorInterval,
        int decisionsKept,
        int workerThreads,
        GuardPolicy guardPolicy) {

    /** A client that is cold needs more than a short interval for its first call. */
    private static final Duration LEAST_READ = Duration.ofSeconds(5);

    /**
     * 10 s for a sample, 30 s for a census, 60 s for an execution, a minute of census age, 10 s to close, the janitor every
     * minute, 16 records.
     */
    public static final EngineLimits DEFAULT = new EngineLimits(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofMinutes(1),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            16,
            64,
            GuardPolicy.DEFAULT);

    /**
     * Checks the ranges.
     *
     * @param sampleTimeout as above
     * @param censusTimeout as above
     * @param executionTimeout as above
     * @param greatestCensusAge as above
     * @param closeTimeout as above
     * @param janitorInterval as above
     * @param decisionsKept as above
     * @param workerThreads as above
     * @param guardPolicy as above
     * @throws io.autoscale.validation.InvalidConfigurationException with every fault
     */
    public EngineLimits {
        Violations violations = new Violations();
        positive(violations, "sampleTimeout", sampleTimeout);
        positive(violations, "censusTimeout", censusTimeout);
        positive(violations, "executionTimeout", executionTimeout);
        positive(violations, "greatestCensusAge", greatestCensusAge);
        positive(violations, "closeTimeout", closeTimeout);
        positive(violations, "janitorInterval", janitorInterval);
        violations.check(decisionsKept >= 1, "decisionsKept", decisionsKept, "a whole number >= 1");
        violations.check(workerThreads >= 1, "workerThreads", workerThreads, "a whole number >= 1");
        violations.throwIfAny("EngineLimits");
    }

    /**
     * The same limits with another wait for one trigger.
     *
     * @param timeout at least a millisecond
     * @return the limits
     */
    public EngineLimits withSampleTimeout(Duration timeout) {
        return copy(timeout, janitorInterval, guardPolicy);
    }

    /**
     * The same limits with another interval of the janitor.
     *
     * @param interval at least a millisecond
     * @return the limits
     */
    public EngineLimits withJanitorInterval(Duration interval) {
        return copy(sampleTimeout, interval, guardPolicy);
    }

    /**
     * The same limits with another guard.
     *
     * @param policy how a failing source is spared
     * @return the limits
     */
    public EngineLimits withGuardPolicy(GuardPolicy policy) {
        return copy(sampleTimeout, janitorInterval, policy);
    }

    /** The longest wait for one trigger: what is set, or the interval where that is shorter, but five seconds at least. */
    Duration readTimeout(Duration pollingInterval) {
        Duration interval = pollingInterval.compareTo(LEAST_READ) < 0 ? LEAST_READ : pollingInterval;
        return interval.compareTo(sampleTimeout) < 0 ? interval : sampleTimeout;
    }

    private EngineLimits copy(Duration sample, Duration janitor, GuardPolicy guard) {
        return new EngineLimits(
                sample,
                censusTimeout,
                executionTimeout,
                greatestCensusAge,
                closeTimeout,
                janitor,
                decisionsKept,
                workerThreads,
                guard);
    }

    private static void positive(Violations violations, String path, Duration value) {
        violations.check(value.toMillis() >= 1, path, value, "at least a millisecond");
    }
}
