// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import io.autoscale.demand.MultipleScalersCalculation;
import io.autoscale.strategy.ScalingStrategy;
import io.autoscale.workload.WorkloadRef;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A workload of jobs and the rule that scales it. Immutable; made by {@link #builder(String)}, which finds every error
 * at once. Field names, defaults and rules are those of KEDA's {@code ScaledJob}.
 */
public final class ScaledJob extends ScaledWorkload {

    /** {@code claimTimeout} unless set. */
    public static final Duration DEFAULT_CLAIM_TIMEOUT = Duration.ofMinutes(2);

    /** The annotation that lists, separated by commas, label keys that are not copied to jobs. */
    public static final String EXCLUDED_LABELS_ANNOTATION = "scaledjob.keda.sh/job-excluded-labels";

    private final ScaledJobBuilder from;
    private final JobTemplate template;
    private final List<String> warnings;

    ScaledJob(ScaledJobBuilder from, List<String> warnings) {
        super(from, WorkloadRef.scaledJob(from.namespace, from.name), from.bounds());
        this.from = from;
        this.template = Objects.requireNonNull(from.jobTemplate, "jobTemplate");
        this.warnings = warnings;
    }

    /**
     * Starts a scaled job.
     *
     * @param name its name; jobs are called {@code <name>-<ordinal>}
     * @return a builder with every default set
     */
    public static ScaledJobBuilder builder(String name) {
        return new ScaledJobBuilder(name);
    }

    /**
     * A builder with every field as it is here.
     *
     * @return a builder of its own
     */
    public ScaledJobBuilder toBuilder() {
        return from.copy();
    }

    /** What is made ({@code jobTargetRef}). */
    public JobTemplate jobTemplate() {
        return template;
    }

    /** How many finished jobs are kept. */
    public HistoryLimits historyLimits() {
        return from.historyLimits;
    }

    /**
     * The container in which {@code …FromEnv} metadata is resolved.
     *
     * @return its name; empty for the first container
     */
    public String envSourceContainerName() {
        return from.envSourceContainerName;
    }

    /**
     * The least number of unfinished jobs, demand included; not in KEDA, whose minimum is on top of
     * demand.
     *
     * @return at least 0; 0 unless set
     */
    public int minTotalJobCount() {
        return from.minTotalJobCount;
    }

    /**
     * Jobs kept beyond what demand asks for; not in KEDA.
     *
     * @return at least 0; 0 unless set
     */
    public int warmJobCount() {
        return from.warmJobCount;
    }

    /**
     * How long a job that runs is taken to have its share of the backlog still before it, unless it is seen to take it.
     *
     * @return at least zero; zero where jobs count as at work once they run, as in KEDA
     */
    public Duration claimTimeout() {
        return from.claimTimeout;
    }

    /** What happens to unfinished jobs when the template changes. */
    public Rollout rollout() {
        return from.rollout;
    }

    /** The rule from demand to a number of jobs. */
    public ScalingStrategy scalingStrategy() {
        return from.strategy;
    }

    /**
     * Pod conditions that must all be True on one pod of a job for it not to be pending.
     *
     * @return an unmodifiable list; empty for the rule by pod phase
     */
    public List<String> pendingPodConditions() {
        return from.pendingPodConditions;
    }

    /** How several triggers become one demand. */
    public MultipleScalersCalculation multipleScalersCalculation() {
        return from.calculation;
    }

    /**
     * Settings that have no effect, or not the one that their user may expect. They do not stop anything.
     *
     * @return one sentence each; empty when there is nothing to say
     */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * Says whether the {@value #PAUSED_ANNOTATION} annotation holds scaling.
     *
     * @return true when the annotation is there and is not a text for false
     */
    public boolean isPaused() {
        return isSet(PAUSED_ANNOTATION);
    }

    /** Returns the name and what decides in one line. */
    @Override
    public String toString() {
        return "ScaledJob[" + ref() + ", every " + pollingInterval() + ", " + bounds().minimum() + " to "
                + bounds().maximum() + ", " + from.strategy.name() + ", triggers " + triggers() + "]";
    }
}
