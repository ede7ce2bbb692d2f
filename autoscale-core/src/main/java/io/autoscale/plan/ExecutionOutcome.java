// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import io.autoscale.plan.JobOutcome.Status;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What became of each step of a plan.
 *
 * @param jobs one outcome for each job of the plan that was tried; steps that were not tried are absent
 */
public record ExecutionOutcome(List<JobOutcome> jobs) {

    /** Nothing was to be done. */
    public static final ExecutionOutcome NOTHING = new ExecutionOutcome(List.of());

    /** Copies the list. */
    public ExecutionOutcome {
        jobs = List.copyOf(jobs);
    }

    /**
     * The outcome of a plan of which nobody knows how much was carried out.
     *
     * @param plan the plan
     * @return an outcome with each create unknown and each delete failed
     */
    public static ExecutionOutcome unknown(ScalingPlan plan) {
        List<JobOutcome> jobs = new ArrayList<>();
        plan.jobsToCreate().forEach(name -> jobs.add(JobOutcome.of(name, Status.CREATE_UNKNOWN)));
        plan.jobsToDelete().forEach(name -> jobs.add(JobOutcome.of(name, Status.DELETE_FAILED)));
        plan.jobsToTerminate().forEach(name -> jobs.add(JobOutcome.of(name, Status.DELETE_FAILED)));
        return new ExecutionOutcome(jobs);
    }

    /**
     * How many steps ended in a way.
     *
     * @param status the way
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
     * Says whether every step that was tried ended well.
     *
     * @return true when nothing failed and nothing is unknown
     */
    public boolean isComplete() {
        return count(Status.CREATE_FAILED)
                        + count(Status.NAME_TAKEN)
                        + count(Status.CREATE_UNKNOWN)
                        + count(Status.DELETE_FAILED)
                == 0;
    }

    /** Returns how many jobs ended in which way, such as {@code created 9, create failed 1 (quota exceeded)}. */
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
