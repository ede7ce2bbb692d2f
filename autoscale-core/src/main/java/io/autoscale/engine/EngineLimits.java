// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.source.GuardPolicy;
import io.autoscale.validation.Violations;
import java.time.Duration;

/**
 * The bounds of everything that waits or is kept.
 *
 * @param sampleTimeout the time-out of one read and of a strategy: above zero. A read has at most the polling interval,
 *     but at least 5 s
 * @param censusTimeout the time-out of counting the jobs: above zero
 * @param executionTimeout the time-out of executing a plan: above zero
 * @param maxCensusAge a census older than this fails the round; above zero
 * @param closeTimeout how long closing waits for rounds under way; above zero
 * @param janitorInterval how often the janitor enforces the history limits where no round does: while scaling is paused,
 *     while no trigger can be read, and between rounds that are further apart; above zero
 * @param decisionsKept how many decision records a registration keeps: at least 1
 * @param workerThreads the maximum number of threads for calls into user code: at least 1
 * @param guardPolicy the circuit-breaker policy of sources
 */
public record EngineLimits(
        Duration sampleTimeout,
        Duration censusTimeout,
        Duration executionTimeout,
        Duration maxCensusAge,
        Duration closeTimeout,
        Duration janitorInterval,
        int decisionsKept,
        int workerThreads,
        GuardPolicy guardPolicy) {

    /** The first call of a client opens a connection, which may take longer than a short interval. */
    private static final Duration LEAST_READ = Duration.ofSeconds(5);

    /**
     * 10 s for a read, 60 s for a count, which may wait for the first connection of a watch, 60 s for an execution, a
     * count at most a minute old, 10 s to close, the janitor every minute, 16 records, 512 threads.
     */
    public static final EngineLimits DEFAULT = new EngineLimits(
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofMinutes(1),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            16,
            512,
            GuardPolicy.DEFAULT);

    /**
     * Checks the ranges.
     *
     * @throws io.autoscale.validation.InvalidConfigurationException with every error
     */
    public EngineLimits {
        Violations violations = new Violations();
        positive(violations, "sampleTimeout", sampleTimeout);
        positive(violations, "censusTimeout", censusTimeout);
        positive(violations, "executionTimeout", executionTimeout);
        positive(violations, "maxCensusAge", maxCensusAge);
        positive(violations, "closeTimeout", closeTimeout);
        positive(violations, "janitorInterval", janitorInterval);
        violations.check(decisionsKept >= 1, "decisionsKept", decisionsKept, "a whole number >= 1");
        violations.check(workerThreads >= 1, "workerThreads", workerThreads, "a whole number >= 1");
        violations.throwIfAny("EngineLimits");
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return DEFAULT.toBuilder();
    }

    /** Starts from these limits. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** The longest wait for one trigger: what is set, or the interval where that is shorter, but five seconds at least. */
    Duration readTimeout(Duration pollingInterval) {
        Duration interval = pollingInterval.compareTo(LEAST_READ) < 0 ? LEAST_READ : pollingInterval;
        return interval.compareTo(sampleTimeout) < 0 ? interval : sampleTimeout;
    }

    private static void positive(Violations violations, String path, Duration value) {
        violations.check(value.toMillis() >= 1, path, value, "at least a millisecond");
    }

    /** Changes some limits. */
    public static final class Builder {
        private Duration sampleTimeout;
        private Duration censusTimeout;
        private Duration executionTimeout;
        private Duration maxCensusAge;
        private Duration closeTimeout;
        private Duration janitorInterval;
        private int decisionsKept;
        private int workerThreads;
        private GuardPolicy guardPolicy;

        private Builder(EngineLimits limits) {
            sampleTimeout = limits.sampleTimeout;
            censusTimeout = limits.censusTimeout;
            executionTimeout = limits.executionTimeout;
            maxCensusAge = limits.maxCensusAge;
            closeTimeout = limits.closeTimeout;
            janitorInterval = limits.janitorInterval;
            decisionsKept = limits.decisionsKept;
            workerThreads = limits.workerThreads;
            guardPolicy = limits.guardPolicy;
        }

        /**
         * Sets the longest wait for one trigger, and for a strategy.
         *
         * @param value at least a millisecond
         */
        public Builder sampleTimeout(Duration value) {
            this.sampleTimeout = value;
            return this;
        }

        /**
         * Sets the longest wait for a census.
         *
         * @param value at least a millisecond
         */
        public Builder censusTimeout(Duration value) {
            this.censusTimeout = value;
            return this;
        }

        /**
         * Sets the longest wait for a plan to be carried out.
         *
         * @param value at least a millisecond
         */
        public Builder executionTimeout(Duration value) {
            this.executionTimeout = value;
            return this;
        }

        /**
         * Sets the age beyond which a census fails the round.
         *
         * @param value at least a millisecond
         */
        public Builder maxCensusAge(Duration value) {
            this.maxCensusAge = value;
            return this;
        }

        /**
         * Sets how long closing waits for rounds under way.
         *
         * @param value at least a millisecond
         */
        public Builder closeTimeout(Duration value) {
            this.closeTimeout = value;
            return this;
        }

        /**
         * Sets the time within which history limits are kept where rounds do not see to it.
         *
         * @param value at least a millisecond
         */
        public Builder janitorInterval(Duration value) {
            this.janitorInterval = value;
            return this;
        }

        /**
         * Sets decision records kept per registration.
         *
         * @param value at least 1
         */
        public Builder decisionsKept(int value) {
            this.decisionsKept = value;
            return this;
        }

        /**
         * Sets the most threads for calls into user code.
         *
         * @param value at least 1
         */
        public Builder workerThreads(int value) {
            this.workerThreads = value;
            return this;
        }

        /**
         * Sets circuit-breaker policy of a trigger.
         *
         * @param value the policy
         */
        public Builder guardPolicy(GuardPolicy value) {
            this.guardPolicy = value;
            return this;
        }

        /**
         * Checks and makes the limits.
         *
         * @throws io.autoscale.validation.InvalidConfigurationException with every violation
         */
        public EngineLimits build() {
            return new EngineLimits(
                    sampleTimeout,
                    censusTimeout,
                    executionTimeout,
                    maxCensusAge,
                    closeTimeout,
                    janitorInterval,
                    decisionsKept,
                    workerThreads,
                    guardPolicy);
        }
    }
}
