// SPDX-License-Identifier: Apache-2.0
package io.autoscale.executor;

import io.autoscale.plan.ExecutionOutcome;
import io.autoscale.plan.JobOutcome;
import io.autoscale.plan.JobOutcome.Status;
import io.autoscale.plan.ScalingPlan;
import io.autoscale.spec.ScaledJob;
import io.autoscale.validation.ShownText;
import io.autoscale.workload.CensusRequest;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.WorkloadObserver;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Counts, creates and deletes jobs in a {@link JobBackend}. What a plan needs is done here: a count is as old as the
 * moment before the list was asked for, nothing is created for a plan that has expired, and what failed is not tried
 * again in the same round. Safe from any thread.
 */
public final class BackendJobs implements WorkloadObserver, ScalingExecutor {

    private static final Set<Status> FAILURES =
            EnumSet.of(Status.CREATE_FAILED, Status.CREATE_UNKNOWN, Status.DELETE_FAILED);
    private static final int LONGEST_TEXT = 500;

    private final JobBackend backend;
    private final InstantSource clock;

    /**
     * Jobs in a backend, by the system's clock.
     *
     * @param backend where they run
     */
    public BackendJobs(JobBackend backend) {
        this(backend, InstantSource.system());
    }

    /**
     * Jobs in a backend.
     *
     * @param backend where they run
     * @param clock the time; the one that the {@code Autoscaler} uses
     */
    public BackendJobs(JobBackend backend, InstantSource clock) {
        this.backend = Objects.requireNonNull(backend, "backend");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    @Override
    public JobCensus observe(CensusRequest request) {
        Instant before = clock.instant();
        return JobCensus.of(before, backend.list(request.workload()));
    }

    @Override
    public ExecutionOutcome execute(ScaledJob job, ScalingPlan plan) {
        List<JobOutcome> outcomes = new ArrayList<>();
        untilOneFails(
                plan.jobsToCreate(),
                name -> expired(name, plan).orElseGet(() -> create(job, name, plan.settledOrdinal())),
                outcomes);
        List<String> deletions = new ArrayList<>(plan.jobsToTerminate());
        deletions.addAll(plan.jobsToDelete());
        untilOneFails(deletions, name -> delete(job, name), outcomes);
        return new ExecutionOutcome(outcomes);
    }

    /** The steps after one that fails would fail too, each after a wait of its own. */
    private static void untilOneFails(
            List<String> names, Function<String, JobOutcome> step, List<JobOutcome> outcomes) {
        for (String name : names) {
            JobOutcome outcome = step.apply(name);
            outcomes.add(outcome);
            if (FAILURES.contains(outcome.status())) {
                return;
            }
        }
    }

    /** Asked before each create: this process may have been stopped since the plan was made. */
    private Optional<JobOutcome> expired(String name, ScalingPlan plan) {
        return clock.instant().isAfter(plan.expiresAt())
                ? Optional.of(
                        JobOutcome.of(name, Status.CREATE_FAILED, "the plan is out of date since " + plan.expiresAt()))
                : Optional.empty();
    }

    private JobOutcome create(ScaledJob job, String name, long settledOrdinal) {
        try {
            boolean created = backend.create(new NewJob(job, name, settledOrdinal));
            return JobOutcome.of(name, created ? Status.CREATED : Status.ALREADY_THERE);
        } catch (RuntimeException e) {
            return JobOutcome.of(name, Status.CREATE_UNKNOWN, text(e));
        }
    }

    private JobOutcome delete(ScaledJob job, String name) {
        try {
            backend.delete(job.ref(), name);
            return JobOutcome.of(name, Status.DELETED);
        } catch (RuntimeException e) {
            return JobOutcome.of(name, Status.DELETE_FAILED, text(e));
        }
    }

    /** A backend may repeat in its message whatever a server answered. */
    private static String text(RuntimeException e) {
        return ShownText.of(e.toString(), LONGEST_TEXT);
    }
}
