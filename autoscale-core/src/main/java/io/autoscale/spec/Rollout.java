// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import java.time.Duration;
import java.util.Objects;

/**
 * Defines what happens to unfinished jobs when the pod template changes.
 *
 * @param strategy whether they are deleted
 * @param propagationPolicy how they are deleted
 * @param maxDisruption the maximum number of jobs deleted in one round: at least 1
 * @param protectedAge jobs younger than this are not deleted; zero protects none
 */
public record Rollout(
        Strategy strategy, PropagationPolicy propagationPolicy, int maxDisruption, Duration protectedAge) {

    /** Deletes nothing. The default of a scaled job built in code. */
    public static final Rollout GRADUAL = new Rollout(Strategy.GRADUAL, PropagationPolicy.BACKGROUND);

    /**
     * Validates the ranges.
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public Rollout {
        Objects.requireNonNull(strategy, "strategy");
        Objects.requireNonNull(propagationPolicy, "propagationPolicy");
        if (maxDisruption < 1) {
            throw new IllegalArgumentException("maxDisruption: '" + maxDisruption + "' is not valid, expected >= 1");
        }
        if (protectedAge.isNegative()) {
            throw new IllegalArgumentException("protectedAge: '" + protectedAge + "' is not valid, expected >= 0");
        }
    }

    /**
     * Creates a rollout as in KEDA: the number of jobs deleted in one round is not limited.
     *
     * @param strategy whether unfinished jobs are deleted
     * @param propagationPolicy how they are deleted
     */
    public Rollout(Strategy strategy, PropagationPolicy propagationPolicy) {
        this(strategy, propagationPolicy, Integer.MAX_VALUE, Duration.ZERO);
    }

    /**
     * Returns a copy that deletes at most this number of jobs in one round.
     *
     * @param jobs the maximum number of jobs deleted in one round: at least 1
     */
    public Rollout withMaxDisruption(int jobs) {
        return new Rollout(strategy, propagationPolicy, jobs, protectedAge);
    }

    /**
     * Returns a copy that does not delete jobs younger than an age.
     *
     * @param age the age at which the protection ends; zero protects none
     */
    public Rollout withProtectedAge(Duration age) {
        return new Rollout(strategy, propagationPolicy, maxDisruption, age);
    }

    /** Defines whether unfinished jobs of an older template are deleted. */
    public enum Strategy {
        /** Deletes them; {@code default} or {@code immediate} in manifests. */
        IMMEDIATE,
        /** Lets them run to completion. */
        GRADUAL
    }

    /** How Kubernetes deletes the dependents of a deleted job. */
    public enum PropagationPolicy {
        /** Deletes the job first, then its pods. */
        BACKGROUND,
        /** Deletes the pods first. */
        FOREGROUND
    }
}
