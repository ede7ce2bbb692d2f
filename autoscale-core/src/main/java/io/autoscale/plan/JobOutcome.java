// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of one step of a plan.
 *
 * @param job the name of the job
 * @param status what became of it
 * @param detail why it failed, without a secret; null where there is nothing to say
 */
public record JobOutcome(
        String job, Status status, @Nullable String detail) {

    /** What became of a step. */
    public enum Status {
        /** The job was created. */
        CREATED,
        /** The job, one of ours, was there already: created before, or by another controller. */
        ALREADY_THERE,
        /** The job was not created, for certain. */
        CREATE_FAILED,
        /** The name belongs to a job that is not ours. */
        NAME_TAKEN,
        /** Nobody knows: the request was sent and not answered. */
        CREATE_UNKNOWN,
        /** The job was deleted, or was gone already. */
        DELETED,
        /** The job was not deleted. */
        DELETE_FAILED,
        /** Nothing was tried, because this was a dry run. */
        DRY_RUN
    }

    public JobOutcome {
        Objects.requireNonNull(job, "job");
        Objects.requireNonNull(status, "status");
    }

    /**
     * An outcome with nothing to say beside its status.
     *
     * @param job the name of the job
     * @param status what became of it
     */
    public static JobOutcome of(String job, Status status) {
        return new JobOutcome(job, status, null);
    }

    /**
     * An outcome with a reason.
     *
     * @param job the name of the job
     * @param status what became of it
     * @param detail why, without a secret
     */
    public static JobOutcome of(String job, Status status, String detail) {
        return new JobOutcome(job, status, detail);
    }
}
