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
 * Counts, creates and deletes jobs in a {@link JobBackend}. Implements the guarantees that plans need: a census is
 * dated before its list request, nothing is created for an expired plan, and failed steps are not retried in the same
 * round. Thread-safe.
 */
public final class BackendJobs implements WorkloadObserver, ScalingExecutor {

    private static final Set<Status> FAILURES =
            EnumSet.of(Status.CREATE_FAILED, Status.CREATE_UNKNOWN, Status.DELETE_FAILED);
    private static final int LONGEST_TEXT = 500;

    private final JobBackend backend;
    private final InstantSource clock;

    /**
     * Creates an adapter that uses the system clock.
     *
     * @param backend the backend of the jobs
     */
    public BackendJobs(JobBackend backend) {
        this(backend, InstantSource.system());
    }

    /**
     * Creates an adapter.
     *
     * @param backend the backend of the jobs
     * @param clock the clock; must be the one that the {@code Autoscaler} uses
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

    /** Stops at the first failure, because the following steps would probably fail too, each after a wait. */
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

    /** Checked before each create, because this process may have been suspended since the plan was made. */
    private Optional<JobOutcome> expired(String name, ScalingPlan plan) {
        return clock.instant().isAfter(plan.expiresAt())
                ? Optional.of(JobOutcome.of(name, Status.CREATE_FAILED, "the plan expired at " + plan.expiresAt()))
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

    /** A message of a backend may contain any response of a server. */
    private static String text(RuntimeException e) {
        return ShownText.of(e.toString(), LONGEST_TEXT);
    }
}
