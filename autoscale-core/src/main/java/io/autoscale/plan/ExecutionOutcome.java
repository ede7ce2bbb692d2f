// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import io.autoscale.plan.JobOutcome.Status;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The outcome of each step of a plan.
 *
 * @param jobs one outcome for each step that was tried; steps that were not tried are absent
 */
public record ExecutionOutcome(List<JobOutcome> jobs) {

    /** The outcome if there was nothing to do. */
    public static final ExecutionOutcome NOTHING = new ExecutionOutcome(List.of());

    /** Copies the list. */
    public ExecutionOutcome {
        jobs = List.copyOf(jobs);
    }

    /**
     * Returns the outcome of a plan if it is unknown which steps were executed.
     *
     * @param plan the plan
     * @return an outcome in which each create is unknown and each delete failed
     */
    public static ExecutionOutcome unknown(ScalingPlan plan) {
        List<JobOutcome> jobs = new ArrayList<>();
        plan.jobsToCreate().forEach(name -> jobs.add(JobOutcome.of(name, Status.CREATE_UNKNOWN)));
        plan.jobsToDelete().forEach(name -> jobs.add(JobOutcome.of(name, Status.DELETE_FAILED)));
        plan.jobsToTerminate().forEach(name -> jobs.add(JobOutcome.of(name, Status.DELETE_FAILED)));
        return new ExecutionOutcome(jobs);
    }

    /**
     * Returns the number of steps with a status.
     *
     * @param status the status
     * @return the number of jobs
     */
    public int count(Status status) {
        int count = 0;
        for (JobOutcome job : jobs) {
            if (job.status() == status) {
                count++;
            }
        }
        return count;
    }

    /**
     * Returns whether every step that was tried succeeded.
     *
     * @return true if no step failed and none is unknown
     */
    public boolean isComplete() {
        return count(Status.CREATE_FAILED)
                        + count(Status.NAME_TAKEN)
                        + count(Status.CREATE_UNKNOWN)
                        + count(Status.DELETE_FAILED)
                == 0;
    }

    /** Returns the number of jobs per status, such as {@code created 9, create failed 1 (quota exceeded)}. */
    @Override
    public String toString() {
        if (jobs.isEmpty()) {
            return "nothing to do";
        }
        Map<Status, Integer> counts = new EnumMap<>(Status.class);
        Map<Status, String> details = new EnumMap<>(Status.class);
        for (JobOutcome job : jobs) {
            counts.merge(job.status(), 1, Integer::sum);
            if (job.detail() != null) {
                details.putIfAbsent(job.status(), job.detail());
            }
        }
        StringBuilder text = new StringBuilder();
        counts.forEach((status, count) -> {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(status.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                    .append(' ')
                    .append(count);
            if (details.containsKey(status)) {
                text.append(" (").append(details.get(status)).append(')');
            }
        });
        return text.toString();
    }
}
