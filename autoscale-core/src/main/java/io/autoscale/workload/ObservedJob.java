// SPDX-License-Identifier: Apache-2.0
package io.autoscale.workload;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One job as it was seen.
 *
 * @param name the job's name
 * @param state where it is in its life
 * @param suspended held by its own spec
 * @param terminating ending but not finished: {@code SuccessCriteriaMet} or {@code FailureTarget} is True
 * @param createdAt when the job was created
 * @param finishedAt the time of the terminal condition; null while the job is not finished
 * @param template the fingerprint of the template that the job was made from; null when it does not say, as a job that
 *     somebody else made
 * @param settledOrdinal up to which ordinal names were in use when the job was created ({@code
 *     ScalingPlan.settledOrdinal}), as the job itself says: at least 0; {@link #NOT_OURS} when it does not say
 */
public record ObservedJob(
        String name,
        JobState state,
        boolean suspended,
        boolean terminating,
        Instant createdAt,
        @Nullable Instant finishedAt,
        @Nullable String template,
        long settledOrdinal) {

    /** The settled ordinal of a job that this library did not create. */
    public static final long NOT_OURS = -1;

    /**
     * Checks that a finished job says when it finished, and an unfinished one does not.
     *
     * @throws IllegalArgumentException when state and time contradict
     */
    public ObservedJob {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(createdAt, "createdAt");
        if (state.isFinished() != (finishedAt != null)) {
            throw new IllegalArgumentException("finishedAt: '" + finishedAt + "' is not valid for job " + name
                    + " in state " + state + ", expected a time if and only if the job is finished");
        }
        if (settledOrdinal < NOT_OURS) {
            throw new IllegalArgumentException(
                    "settledOrdinal: '" + settledOrdinal + "' is not valid for job " + name + ", expected >= -1");
        }
    }

    /**
     * A job that says nothing of how it was made.
     *
     * @param name the job's name
     * @param state where it is in its life
     * @param suspended held by its own spec
     * @param terminating ending but not finished
     * @param createdAt when the job was created
     * @param finishedAt the time of the terminal condition; null while the job is not finished
     * @throws IllegalArgumentException when state and time contradict
     */
    public ObservedJob(
            String name,
            JobState state,
            boolean suspended,
            boolean terminating,
            Instant createdAt,
            @Nullable Instant finishedAt) {
        this(name, state, suspended, terminating, createdAt, finishedAt, null, NOT_OURS);
    }

    /**
     * The same job, made from a template.
     *
     * @param fingerprint the fingerprint of the template
     */
    public ObservedJob madeFrom(String fingerprint) {
        return new ObservedJob(name, state, suspended, terminating, createdAt, finishedAt, fingerprint, settledOrdinal);
    }

    /**
     * The same job, created by this library.
     *
     * @param ordinal the {@code ScalingPlan.settledOrdinal} of the plan that it was created for: at least 0
     */
    public ObservedJob settling(long ordinal) {
        return new ObservedJob(name, state, suspended, terminating, createdAt, finishedAt, template, ordinal);
    }

    /**
     * A job that is not finished, neither suspended nor terminating.
     *
     * @param name the job's name
     * @param state {@link JobState#PENDING} or {@link JobState#RUNNING}
     * @param createdAt when it was created
     */
    public static ObservedJob unfinished(String name, JobState state, Instant createdAt) {
        return new ObservedJob(name, state, false, false, createdAt, null);
    }

    /**
     * A job that has ended.
     *
     * @param name the job's name
     * @param state {@link JobState#SUCCEEDED} or {@link JobState#FAILED}
     * @param createdAt when it was created
     * @param finishedAt the time of its terminal condition
     */
    public static ObservedJob finished(String name, JobState state, Instant createdAt, Instant finishedAt) {
        return new ObservedJob(name, state, false, false, createdAt, finishedAt);
    }
}
