// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import io.autoscale.demand.MultipleScalersCalculation;
import io.autoscale.strategy.ScalingStrategy;
import io.autoscale.workload.WorkloadRef;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A workload of jobs and its scaling configuration. Immutable. Create it with {@link #builder(String)}, which reports
 * all errors together. Field names, defaults and rules are those of KEDA's {@code ScaledJob}.
 */
public final class ScaledJob extends ScaledWorkload {

    /** The default {@code claimTimeout}. */
    public static final Duration DEFAULT_CLAIM_TIMEOUT = Duration.ofMinutes(2);

    /** The annotation that lists the label keys that are not copied to jobs, separated by commas. */
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
     * Returns a builder for a scaled job.
     *
     * @param name the name; jobs are named {@code <name>-<ordinal>}
     * @return a builder with every default set
     */
    public static ScaledJobBuilder builder(String name) {
        return new ScaledJobBuilder(name);
    }

    /**
     * Returns a builder with the values of this scaled job.
     *
     * @return a new builder
     */
    public ScaledJobBuilder toBuilder() {
        return from.copy();
    }

    /** The template of the jobs to create ({@code jobTargetRef}). */
    public JobTemplate jobTemplate() {
        return template;
    }

    /** The number of finished jobs to keep. */
    public HistoryLimits historyLimits() {
        return from.historyLimits;
    }

    /**
     * The container used to resolve {@code …FromEnv} metadata.
     *
     * @return the name; empty for the first container
     */
    public String envSourceContainerName() {
        return from.envSourceContainerName;
    }

    /**
     * The minimum number of unfinished jobs, including those for demand. Not in KEDA, whose minimum is added to demand.
     *
     * @return at least 0; 0 by default
     */
    public int minTotalJobCount() {
        return from.minTotalJobCount;
    }

    /**
     * The number of jobs to keep in addition to demand. Not in KEDA.
     *
     * @return at least 0; 0 by default
     */
    public int warmJobCount() {
        return from.warmJobCount;
    }

    /**
     * How long a running job is assumed not to have taken its share of the backlog, unless it is observed to take it.
     *
     * @return at least zero; zero if running jobs count as working immediately, as in KEDA
     */
    public Duration claimTimeout() {
        return from.claimTimeout;
    }

    /** What happens to unfinished jobs when the template changes. */
    public Rollout rollout() {
        return from.rollout;
    }

    /** The rule that computes the number of jobs from demand. */
    public ScalingStrategy scalingStrategy() {
        return from.strategy;
    }

    /**
     * The pod conditions that must all be True on one pod of a job for the job not to count as pending.
     *
     * @return an unmodifiable list; empty to use the pod phase instead
     */
    public List<String> pendingPodConditions() {
        return from.pendingPodConditions;
    }

    /** How the demands of several triggers are combined. */
    public MultipleScalersCalculation multipleScalersCalculation() {
        return from.calculation;
    }

    /**
     * Settings that have no effect, or an effect that users may not expect. They do not prevent scaling.
     *
     * @return one sentence for each warning; empty if there is none
     */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * Returns whether the {@value #PAUSED_ANNOTATION} annotation pauses scaling.
     *
     * @return true if the annotation is present and its value is not a text for false
     */
    public boolean isPaused() {
        return isSet(PAUSED_ANNOTATION);
    }

    /** Returns the name and the main settings in one line. */
    @Override
    public String toString() {
        return "ScaledJob[" + ref() + ", every " + pollingInterval() + ", " + bounds().minimum() + " to "
                + bounds().maximum() + ", " + from.strategy.name() + ", triggers " + triggers() + "]";
    }
}
