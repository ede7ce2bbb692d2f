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
 * Builds a {@link ScaledJob}. Setters take anything but null, which they refuse by the name of the field; {@link #build()}
 * checks the whole and reports every error in one exception.
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
     * Sets what is made; required ({@code jobTargetRef}).
     *
     * @param template the template
     */
    public ScaledJobBuilder jobTemplate(JobTemplate template) {
        this.jobTemplate = Objects.requireNonNull(template, "jobTemplate");
        return this;
    }

    /**
     * Sets how many succeeded jobs are kept; 100 unless set.
     *
     * @param limit at least 0
     */
    public ScaledJobBuilder successfulJobsHistoryLimit(int limit) {
        this.successfulJobsHistoryLimit = limit;
        return this;
    }

    /**
     * Sets how many failed jobs are kept; 100 unless set.
     *
     * @param limit at least 0
     */
    public ScaledJobBuilder failedJobsHistoryLimit(int limit) {
        this.failedJobsHistoryLimit = limit;
        return this;
    }

    /**
     * Sets the container in which {@code …FromEnv} metadata is resolved; the first unless set.
     *
     * @param containerName the name
     */
    public ScaledJobBuilder envSourceContainerName(String containerName) {
        this.envSourceContainerName = Objects.requireNonNull(containerName, "envSourceContainerName");
        return this;
    }

    /**
     * Sets the number of jobs that run beside those that demand asks for; 0 unless set.
     *
     * @param count at least 0; above the maximum it is taken as the maximum
     */
    public ScaledJobBuilder minReplicaCount(int count) {
        this.minReplicaCount = count;
        return this;
    }

    /**
     * Sets the number of unfinished jobs that is never exceeded; unless set, 100 beside those of {@link
     * #minReplicaCount}.
     *
     * @param count at least 1
     */
    public ScaledJobBuilder maxReplicaCount(int count) {
        this.maxReplicaCount = count;
        return this;
    }

    /**
     * Sets the least number of unfinished jobs, those for demand included; 0 unless set. Not in KEDA,
     * and not together with {@link #minReplicaCount}.
     *
     * @param count from 0 to the maximum
     */
    public ScaledJobBuilder minTotalJobCount(int count) {
        this.minTotalJobCount = count;
        return this;
    }

    /**
     * Sets the number of jobs kept beyond what demand asks for; 0 unless set. Not in KEDA, and not
     * together with {@link #minReplicaCount}.
     *
     * @param count from 0 to the maximum
     */
    public ScaledJobBuilder warmJobCount(int count) {
        this.warmJobCount = count;
        return this;
    }

    /**
     * Sets how long a job that runs and was not seen to take work holds a claim on its share of the backlog; 2 min
     * unless set. Strategies that expect a number without work in hand ({@code accurate}, {@code eager}) count such a
     * job as pending, and so make no second job for a message whose job is still starting; others are not affected. A
     * claim ends before when the backlog falls by its share, or the job ends. Zero switches claims off, and numbers are
     * those of KEDA exactly. Not in KEDA.
     *
     * @param timeout at least zero, from when the job was first seen to run
     */
    public ScaledJobBuilder claimTimeout(Duration timeout) {
        this.claimTimeout = Objects.requireNonNull(timeout, "claimTimeout");
        return this;
    }

    /**
     * Sets what happens to unfinished jobs when the template changes; {@link Rollout#GRADUAL} unless set.
     *
     * @param value the rollout
     */
    public ScaledJobBuilder rollout(Rollout value) {
        this.rollout = Objects.requireNonNull(value, "rollout");
        return this;
    }

    /**
     * Sets the rule from demand to a number of jobs; {@link ScalingStrategy#defaultStrategy()} unless set.
     *
     * @param rule the strategy; a lambda will do
     */
    public ScaledJobBuilder scalingStrategy(ScalingStrategy rule) {
        this.strategy = Objects.requireNonNull(rule, "scalingStrategy");
        return this;
    }

    /**
     * Sets the pod conditions that must all be True on one pod of a job for it not to be pending; none unless set.
     *
     * @param conditions condition types, such as {@code Ready}
     */
    public ScaledJobBuilder pendingPodConditions(List<String> conditions) {
        this.pendingPodConditions = copied("pendingPodConditions", conditions);
        return this;
    }

    /**
     * Sets how several triggers become one demand; {@link MultipleScalersCalculation#MAX} unless set.
     *
     * @param rule the calculation
     */
    public ScaledJobBuilder multipleScalersCalculation(MultipleScalersCalculation rule) {
        this.calculation = Objects.requireNonNull(rule, "multipleScalersCalculation");
        return this;
    }

    /**
     * Adds to what {@link ScaledJob#warnings()} gives back; for readers of configuration.
     *
     * @param sentence what has no effect, or not the one that may be expected
     */
    public ScaledJobBuilder warning(String sentence) {
        this.warnings = longer(warnings, Objects.requireNonNull(sentence, "warning"));
        return this;
    }

    /**
     * Checks the whole and makes the scaled job.
     *
     * @return the scaled job
     * @throws io.autoscale.validation.InvalidConfigurationException with every error, when there is one
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
