// SPDX-License-Identifier: Apache-2.0
package io.autoscale.workload;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One observed job.
 *
 * @param name the job's name
 * @param state the state of the job
 * @param suspended whether it is suspended by its own spec
 * @param terminating whether it is terminating but not finished: {@code SuccessCriteriaMet} or {@code FailureTarget} is
 *     True
 * @param createdAt when the job was created
 * @param finishedAt the time of the terminal condition; null if the job is not finished
 * @param template the fingerprint of the job's template; null if the job does not store it, for example because another
 *     program created it
 * @param settledOrdinal the ordinal up to which names were used when the job was created
 *     ({@code ScalingPlan.settledOrdinal}), as stored on the job: at least 0, or {@link #NOT_OURS} if it is not stored
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
     * Checks that the finish time is present if and only if the job is finished.
     *
     * @throws IllegalArgumentException if the state and the finish time do not match
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
     * Creates a job without information about its template and ordinal.
     *
     * @param name the job's name
     * @param state the state of the job
     * @param suspended whether it is suspended by its own spec
     * @param terminating whether it is terminating but not finished
     * @param createdAt when the job was created
     * @param finishedAt the time of the terminal condition; null if the job is not finished
     * @throws IllegalArgumentException if the state and the finish time do not match
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
     * Returns a copy that stores the fingerprint of its template.
     *
     * @param fingerprint the fingerprint of the template
     */
    public ObservedJob madeFrom(String fingerprint) {
        return new ObservedJob(name, state, suspended, terminating, createdAt, finishedAt, fingerprint, settledOrdinal);
    }

    /**
     * Returns a copy that is marked as created by this library.
     *
     * @param ordinal the {@code ScalingPlan.settledOrdinal} of the plan of the job: at least 0
     */
    public ObservedJob settling(long ordinal) {
        return new ObservedJob(name, state, suspended, terminating, createdAt, finishedAt, template, ordinal);
    }

    /**
     * Creates an unfinished job that is neither suspended nor terminating.
     *
     * @param name the job's name
     * @param state {@link JobState#PENDING} or {@link JobState#RUNNING}
     * @param createdAt when the job was created
     */
    public static ObservedJob unfinished(String name, JobState state, Instant createdAt) {
        return new ObservedJob(name, state, false, false, createdAt, null);
    }

    /**
     * Creates a finished job.
     *
     * @param name the job's name
     * @param state {@link JobState#SUCCEEDED} or {@link JobState#FAILED}
     * @param createdAt when the job was created
     * @param finishedAt the time of the terminal condition
     */
    public static ObservedJob finished(String name, JobState state, Instant createdAt, Instant finishedAt) {
        return new ObservedJob(name, state, false, false, createdAt, finishedAt);
    }
}
