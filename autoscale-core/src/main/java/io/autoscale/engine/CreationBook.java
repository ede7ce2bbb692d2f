// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.executor.ExecutionOutcome;
import io.autoscale.executor.JobOutcome;
import io.autoscale.plan.JobNames;
import io.autoscale.workload.CreationLedger;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.ObservedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Remembers what this engine created, until the observation has caught up with it. Nothing is remembered across
 * restarts: ordinal names make a restart safe without it.
 */
final class CreationBook {

    /** How long a create that was not answered may still come true. */
    private static final Duration UNRESOLVED_FOR = Duration.ofMinutes(5);

    private final String scaledJob;
    private final Map<String, Instant> unseen = new HashMap<>(0);
    private final Map<String, Instant> unresolved = new HashMap<>(0);
    private final Set<String> taken = new HashSet<>(0);
    private long settledOrdinal;

    CreationBook(String scaledJob) {
        this.scaledJob = scaledJob;
    }

    /** Strikes out what the census shows, and adds the rest to it. */
    synchronized JobCensus reconciled(JobCensus census, Instant now) {
        settledOrdinal = Math.max(settledOrdinal, JobNames.settledOrdinal(scaledJob, census, now));
        if (!unseen.isEmpty() || !unresolved.isEmpty()) {
            // the clock was set back since; what was noted then happened by now at the latest
            unseen.replaceAll((job, at) -> at.isAfter(now) ? now : at);
            unresolved.replaceAll((job, at) -> at.isAfter(now) ? now : at);
            Set<String> seen = new HashSet<>();
            for (ObservedJob job : census.jobs()) {
                seen.add(job.name());
            }
            // A census that vouches for a later instant and does not show the job says that the job is gone.
            unseen.entrySet()
                    .removeIf(entry ->
                            seen.contains(entry.getKey()) || census.observedAt().isAfter(entry.getValue()));
            unresolved
                    .entrySet()
                    .removeIf(entry -> seen.contains(entry.getKey())
                            || now.isAfter(entry.getValue().plus(UNRESOLVED_FOR)));
        }
        if (unseen.isEmpty() && unresolved.isEmpty() && taken.isEmpty() && settledOrdinal == 0) {
            return census;
        }
        return census.with(new CreationLedger(unseen.keySet(), unresolved.keySet(), taken, settledOrdinal));
    }

    /** Says whether some create was not answered and may still come true. */
    synchronized boolean isUncertain() {
        return !unresolved.isEmpty();
    }

    /** Notes what became of a plan. */
    synchronized void note(ExecutionOutcome outcome, Instant now) {
        for (JobOutcome job : outcome.jobs()) {
            switch (job.status()) {
                case CREATED, ALREADY_THERE -> {
                    unresolved.remove(job.job());
                    unseen.put(job.job(), now);
                }
                case CREATE_UNKNOWN -> unresolved.put(job.job(), now);
                case NAME_TAKEN -> {
                    unresolved.remove(job.job());
                    taken.add(job.job());
                }
                // a refusal says nothing of an earlier create of the same name that was not answered
                case CREATE_FAILED, DELETED, DELETE_FAILED, DRY_RUN -> {}
            }
        }
    }
}
