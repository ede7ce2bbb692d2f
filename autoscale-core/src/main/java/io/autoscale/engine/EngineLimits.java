// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.source.GuardPolicy;
import io.autoscale.validation.Violations;
import java.time.Duration;

/**
 * Timeouts and bounds of the engine.
 *
 * @param sampleTimeout the timeout of one read and of one strategy call: above zero. The timeout of a read is the
 *     polling interval (at least 5 s) if that is shorter
 * @param censusTimeout the timeout of counting the jobs: above zero
 * @param executionTimeout the timeout of executing a plan: above zero
 * @param maxCensusAge the maximum age of a census; an older one fails the round; above zero
 * @param closeTimeout how long to wait for running rounds on close; above zero
 * @param janitorInterval how often the janitor enforces the history limits if no round does: while scaling is paused,
 *     while no trigger can be read, and between rounds that are further apart; above zero
 * @param decisionsKept the maximum number of decision records per registration: at least 1
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

    /** The first call of a client opens a connection, which may take longer than a short polling interval. */
    private static final Duration LEAST_READ = Duration.ofSeconds(5);

    /**
     * 10 s for a read; 60 s for a count, which may wait for the first connection of a watch; 60 s for an execution; a
     * census age of at most 1 min; 10 s to close; 1 min between janitor runs; 16 records; 512 threads.
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
     * Validates the ranges.
     *
     * @throws io.autoscale.validation.InvalidConfigurationException with all errors
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

    /** Returns a builder with the defaults. */
    public static Builder builder() {
        return DEFAULT.toBuilder();
    }

    /** Returns a builder with these limits. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /**
     * Returns the timeout of one read: the sample timeout, or the polling interval (at least 5 s) if that is shorter.
     */
    Duration readTimeout(Duration pollingInterval) {
        Duration interval = pollingInterval.compareTo(LEAST_READ) < 0 ? LEAST_READ : pollingInterval;
        return interval.compareTo(sampleTimeout) < 0 ? interval : sampleTimeout;
    }

    private static void positive(Violations violations, String path, Duration value) {
        violations.check(value.toMillis() >= 1, path, value, "at least a millisecond");
    }

    /** Builds limits. */
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
         * Sets the timeout of one read and of one strategy call.
         *
         * @param value at least 1 ms
         */
        public Builder sampleTimeout(Duration value) {
            this.sampleTimeout = value;
            return this;
        }

        /**
         * Sets the timeout of a census.
         *
         * @param value at least 1 ms
         */
        public Builder censusTimeout(Duration value) {
            this.censusTimeout = value;
            return this;
        }

        /**
         * Sets the timeout of executing a plan.
         *
         * @param value at least 1 ms
         */
        public Builder executionTimeout(Duration value) {
            this.executionTimeout = value;
            return this;
        }

        /**
         * Sets the maximum age of a census. An older one fails the round.
         *
         * @param value at least 1 ms
         */
        public Builder maxCensusAge(Duration value) {
            this.maxCensusAge = value;
            return this;
        }

        /**
         * Sets how long to wait for running rounds on close.
         *
         * @param value at least 1 ms
         */
        public Builder closeTimeout(Duration value) {
            this.closeTimeout = value;
            return this;
        }

        /**
         * Sets how often the janitor enforces the history limits if no round does.
         *
         * @param value at least 1 ms
         */
        public Builder janitorInterval(Duration value) {
            this.janitorInterval = value;
            return this;
        }

        /**
         * Sets the maximum number of decision records per registration.
         *
         * @param value at least 1
         */
        public Builder decisionsKept(int value) {
            this.decisionsKept = value;
            return this;
        }

        /**
         * Sets the maximum number of threads for calls into user code.
         *
         * @param value at least 1
         */
        public Builder workerThreads(int value) {
            this.workerThreads = value;
            return this;
        }

        /**
         * Sets the circuit-breaker policy of sources.
         *
         * @param value the policy
         */
        public Builder guardPolicy(GuardPolicy value) {
            this.guardPolicy = value;
            return this;
        }

        /**
         * Validates and creates the limits.
         *
         * @throws io.autoscale.validation.InvalidConfigurationException with all errors
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
