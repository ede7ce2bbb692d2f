// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

/**
 * What happens to unfinished jobs when the pod template changes.
 *
 * @param strategy whether they are deleted
 * @param propagationPolicy how they are deleted
 */
public record Rollout(Strategy strategy, PropagationPolicy propagationPolicy) {

    /** Deletes nothing: the default of a scaled job that is built in code. */
    public static final Rollout GRADUAL = new Rollout(Strategy.GRADUAL, PropagationPolicy.BACKGROUND);

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
