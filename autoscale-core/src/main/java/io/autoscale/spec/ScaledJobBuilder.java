// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import io.autoscale.demand.MultipleScalersCalculation;
import io.autoscale.strategy.ScalingStrategy;
import io.autoscale.workload.ReplicaBounds;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link ScaledJob}. Setters reject null with the name of the field. {@link #build()} validates the
 * configuration and reports all errors in one exception.
 */
public final class ScaledJobBuilder extends ScaledWorkloadBuilder<ScaledJobBuilder> {

    @Nullable
    JobTemplate jobTemplate;

    int successfulJobsHistoryLimit = HistoryLimits.DEFAULT_LIMIT;
    int failedJobsHistoryLimit = HistoryLimits.DEFAULT_LIMIT;
    HistoryLimits historyLimits = HistoryLimits.DEFAULT;
    String envSourceContainerName = "";
    int minReplicaCount;

    @Nullable
    Integer maxReplicaCount;

    int minTotalJobCount;
    int warmJobCount;
    Duration claimTimeout = ScaledJob.DEFAULT_CLAIM_TIMEOUT;
    Rollout rollout = Rollout.GRADUAL;
    ScalingStrategy strategy = ScalingStrategy.defaultStrategy();
    List<String> pendingPodConditions = List.of();
    MultipleScalersCalculation calculation = MultipleScalersCalculation.MAX;
    List<String> warnings = List.of();

    ScaledJobBuilder(String name) {
        super(name);
    }

    /**
     * Sets the template of the jobs to create. Required ({@code jobTargetRef}).
     *
     * @param template the template
     */
    public ScaledJobBuilder jobTemplate(JobTemplate template) {
        this.jobTemplate = Objects.requireNonNull(template, "jobTemplate");
        return this;
    }

    /**
     * Sets the number of successful jobs to keep. The default is 100.
     *
     * @param limit at least 0
     */
    public ScaledJobBuilder successfulJobsHistoryLimit(int limit) {
        this.successfulJobsHistoryLimit = limit;
        return this;
    }

    /**
     * Sets the number of failed jobs to keep. The default is 100.
     *
     * @param limit at least 0
     */
    public ScaledJobBuilder failedJobsHistoryLimit(int limit) {
        this.failedJobsHistoryLimit = limit;
        return this;
    }

    /**
     * Sets the container used to resolve {@code …FromEnv} metadata. The default is the first container.
     *
     * @param containerName the name of the container
     */
    public ScaledJobBuilder envSourceContainerName(String containerName) {
        this.envSourceContainerName = Objects.requireNonNull(containerName, "envSourceContainerName");
        return this;
    }

    /**
     * Sets the number of jobs to run in addition to those for demand. The default is 0.
     *
     * @param count at least 0; a value above the maximum counts as the maximum
     */
    public ScaledJobBuilder minReplicaCount(int count) {
        this.minReplicaCount = count;
        return this;
    }

    /**
     * Sets the maximum number of unfinished jobs. The default is 100 in addition to {@link #minReplicaCount}.
     *
     * @param count at least 1
     */
    public ScaledJobBuilder maxReplicaCount(int count) {
        this.maxReplicaCount = count;
        return this;
    }

    /**
     * Sets the minimum number of unfinished jobs, including those for demand. The default is 0. Not in KEDA. Cannot be
     * combined with {@link #minReplicaCount}.
     *
     * @param count from 0 to the maximum
     */
    public ScaledJobBuilder minTotalJobCount(int count) {
        this.minTotalJobCount = count;
        return this;
    }

    /**
     * Sets the number of jobs to keep in addition to demand. The default is 0. Not in KEDA. Cannot be combined with
     * {@link #minReplicaCount}.
     *
     * @param count from 0 to the maximum
     */
    public ScaledJobBuilder warmJobCount(int count) {
        this.warmJobCount = count;
        return this;
    }

    /**
     * Sets how long a running job that was not observed to take work keeps a claim on its share of the backlog. The
     * default is 2 min. Strategies that expect a number without work in flight ({@code accurate}, {@code eager}) count
     * such a job as pending. They therefore do not create a second job for a message whose job is still starting. Other
     * strategies are not affected. A claim ends early if the backlog falls by the job's share or if the job ends. Zero
     * disables claims, and the numbers are then exactly those of KEDA. Not in KEDA.
     *
     * @param timeout at least zero, measured from when the job was first observed to run
     */
    public ScaledJobBuilder claimTimeout(Duration timeout) {
        this.claimTimeout = Objects.requireNonNull(timeout, "claimTimeout");
        return this;
    }

    /**
     * Sets what happens to unfinished jobs when the template changes. The default is {@link Rollout#GRADUAL}.
     *
     * @param value the rollout
     */
    public ScaledJobBuilder rollout(Rollout value) {
        this.rollout = Objects.requireNonNull(value, "rollout");
        return this;
    }

    /**
     * Sets the rule that computes the number of jobs from demand. The default is
     * {@link ScalingStrategy#defaultStrategy()}.
     *
     * @param rule the strategy; may be a lambda
     */
    public ScaledJobBuilder scalingStrategy(ScalingStrategy rule) {
        this.strategy = Objects.requireNonNull(rule, "scalingStrategy");
        return this;
    }

    /**
     * Sets the pod conditions that must all be True on one pod of a job for the job not to count as pending. The
     * default is none.
     *
     * @param conditions condition types, such as {@code Ready}
     */
    public ScaledJobBuilder pendingPodConditions(List<String> conditions) {
        this.pendingPodConditions = copied("pendingPodConditions", conditions);
        return this;
    }

    /**
     * Sets how the demands of several triggers are combined. The default is {@link MultipleScalersCalculation#MAX}.
     *
     * @param rule the calculation
     */
    public ScaledJobBuilder multipleScalersCalculation(MultipleScalersCalculation rule) {
        this.calculation = Objects.requireNonNull(rule, "multipleScalersCalculation");
        return this;
    }

    /**
     * Adds a warning to {@link ScaledJob#warnings()}. Used by configuration readers.
     *
     * @param sentence the setting that has no effect, or an unexpected one
     */
    public ScaledJobBuilder warning(String sentence) {
        this.warnings = longer(warnings, Objects.requireNonNull(sentence, "warning"));
        return this;
    }

    /**
     * Validates the configuration and creates the scaled job.
     *
     * @return the scaled job
     * @throws io.autoscale.validation.InvalidConfigurationException with all errors, if there is any
     */
    public ScaledJob build() {
        List<String> found = new ScaledJobValidation(this).warnings();
        ScaledJobBuilder frozen = copy();
        frozen.historyLimits = new HistoryLimits(successfulJobsHistoryLimit, failedJobsHistoryLimit);
        return new ScaledJob(frozen, found);
    }

    ReplicaBounds bounds() {
        Integer maximum = maxReplicaCount;
        return maximum == null
                ? ReplicaBounds.withoutMaximum(minReplicaCount)
                : new ReplicaBounds(minReplicaCount, maximum);
    }
}
