// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import java.time.Duration;
import java.util.Objects;

/**
 * What happens to unfinished jobs when the pod template changes.
 *
 * @param strategy whether they are deleted
 * @param propagationPolicy how they are deleted
 * @param maxDisruption how many are deleted in one round at most: at least 1
 * @param protectedAge jobs younger than this are left alone; zero protects none
 */
public record Rollout(
        Strategy strategy, PropagationPolicy propagationPolicy, int maxDisruption, Duration protectedAge) {

    /** Deletes nothing: the default of a scaled job that is built in code. */
    public static final Rollout GRADUAL = new Rollout(Strategy.GRADUAL, PropagationPolicy.BACKGROUND);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when a number is out of range
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
     * A rollout as KEDA has it: without a bound on how many jobs are deleted at once.
     *
     * @param strategy whether unfinished jobs are deleted
     * @param propagationPolicy how they are deleted
     */
    public Rollout(Strategy strategy, PropagationPolicy propagationPolicy) {
        this(strategy, propagationPolicy, Integer.MAX_VALUE, Duration.ZERO);
    }

    /**
     * The same rollout, a few jobs at a time.
     *
     * @param jobs how many are deleted in one round at most: at least 1
     */
    public Rollout withMaxDisruption(int jobs) {
        return new Rollout(strategy, propagationPolicy, jobs, protectedAge);
    }

    /**
     * The same rollout, which leaves young jobs alone until they are older.
     *
     * @param age the age at which the protection ends; zero protects none
     */
    public Rollout withProtectedAge(Duration age) {
        return new Rollout(strategy, propagationPolicy, maxDisruption, age);
    }

    /** Whether unfinished jobs of an older template are deleted. */
    public enum Strategy {
        /** They are deleted; manifests say {@code default} or {@code immediate}. */
        IMMEDIATE,
        /** They run to their end. */
        GRADUAL
    }

    /** How Kubernetes deletes what belongs to a deleted job. */
    public enum PropagationPolicy {
        /** The job goes first, its pods after it. */
        BACKGROUND,
        /** The pods go first. */
        FOREGROUND
    }
}
