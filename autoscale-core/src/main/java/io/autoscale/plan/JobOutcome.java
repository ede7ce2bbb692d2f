// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one step of a plan.
 *
 * @param job the name of the job
 * @param status the status of the step
 * @param detail why the step failed, without a secret, or null
 */
public record JobOutcome(
        String job, Status status, @Nullable String detail) {

    /** The status of a step. */
    public enum Status {
        /** The job was created. */
        CREATED,
        /** The job already existed and is ours: created earlier or by another controller. */
        ALREADY_THERE,
        /** The job was definitely not created. */
        CREATE_FAILED,
        /** The name is used by a job that is not ours. */
        NAME_TAKEN,
        /** It is unknown whether the job was created: the request was sent, but there was no response. */
        CREATE_UNKNOWN,
        /** The job was deleted or no longer existed. */
        DELETED,
        /** The job was not deleted. */
        DELETE_FAILED,
        /** Nothing was tried because this is a dry run. */
        DRY_RUN
    }

    public JobOutcome {
        Objects.requireNonNull(job, "job");
        Objects.requireNonNull(status, "status");
    }

    /**
     * Returns an outcome without a detail.
     *
     * @param job the name of the job
     * @param status the status of the step
     */
    public static JobOutcome of(String job, Status status) {
        return new JobOutcome(job, status, null);
    }

    /**
     * Returns an outcome with a detail.
     *
     * @param job the name of the job
     * @param status the status of the step
     * @param detail the reason, without a secret
     */
    public static JobOutcome of(String job, Status status, String detail) {
        return new JobOutcome(job, status, detail);
    }
}
