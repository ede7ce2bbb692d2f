// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit;

import io.autoscale.executor.ScalingExecutor;
import io.autoscale.plan.ExecutionOutcome;
import io.autoscale.plan.JobOutcome;
import io.autoscale.plan.JobOutcome.Status;
import io.autoscale.plan.ScalingPlan;
import io.autoscale.spec.ScaledJob;
import io.autoscale.workload.CensusException;
import io.autoscale.workload.CensusRequest;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.ObservedJob;
import io.autoscale.workload.WorkloadObserver;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * One controller's view of jobs in memory. It can lag, fail and lose responses. Several views may share one
 * {@link JobStore}, as several controllers share an API server. Thread-safe.
 */
public final class InMemoryJobs implements WorkloadObserver, ScalingExecutor {

    /** The simulated result of one create. */
    public enum CreateFault {
        /** The create succeeds. */
        NONE,
        /** The create is rejected. */
        REFUSED,
        /** The job is created, but the response is lost. */
        DONE_UNANSWERED,
        /** The job is not created, and there is no response. */
        LOST,
        /** The job is created later, and there is no response now. */
        LATE
    }

    private static final String OVER_QUOTA = "quota exceeded";

    private final JobStore store;
    private final InstantSource clock;
    private Duration lag = Duration.ZERO;
    private Duration lateness = Duration.ofSeconds(5);
    private boolean censusFails;
    private boolean nextCensusFails;
    private boolean executionThrows;
    private Function<String, CreateFault> faults = name -> CreateFault.NONE;

    /**
     * Creates a view with its own store.
     *
     * @param clock the clock
     */
    public InMemoryJobs(InstantSource clock) {
        this(new JobStore(clock), clock);
    }

    /**
     * Creates a view of a shared store.
     *
     * @param store the store
     * @param clock the clock
     */
    public InMemoryJobs(JobStore store, InstantSource clock) {
        this.store = Objects.requireNonNull(store, "store");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * The store of the jobs.
     *
     * @return the store of this view
     */
    public JobStore store() {
        return store;
    }

    /**
     * Makes the observation lag, as a cache does.
     *
     * @param behind the lag; not negative
     * @return this view
     */
    public synchronized InMemoryJobs lagging(Duration behind) {
        this.lag = behind;
        return this;
    }

    /**
     * Makes every census fail, or succeed again.
     *
     * @param fails true to fail
     * @return this view
     */
    public synchronized InMemoryJobs failingCensus(boolean fails) {
        this.censusFails = fails;
        return this;
    }

    /**
     * Makes only the next census fail.
     *
     * @return this view
     */
    public synchronized InMemoryJobs failingNextCensus() {
        this.nextCensusFails = true;
        return this;
    }

    /**
     * Makes every execution throw after its creates, so that there is no outcome, or succeed again.
     *
     * @param fails true to throw
     * @return this view
     */
    public synchronized InMemoryJobs throwingExecution(boolean fails) {
        this.executionThrows = fails;
        return this;
    }

    /**
     * Sets the simulated result of creates.
     *
     * @param byName maps the name of a job to its fault
     * @return this view
     */
    public synchronized InMemoryJobs faults(Function<String, CreateFault> byName) {
        this.faults = byName;
        return this;
    }

    /**
     * Sets the delay of a {@link CreateFault#LATE} create. The default is 5 s.
     *
     * @param delay the delay
     * @return this view
     */
    public synchronized InMemoryJobs lateBy(Duration delay) {
        this.lateness = delay;
        return this;
    }

    /**
     * The names of all jobs ever created.
     *
     * @return the names in the order of creation
     */
    public List<String> created() {
        return store.created();
    }

    @Override
    public JobCensus observe(CensusRequest request) {
        Instant asOf;
        synchronized (this) {
            boolean fails = censusFails || nextCensusFails;
            nextCensusFails = false;
            if (fails) {
                throw new CensusException("jobs of " + request.workload() + " cannot be listed", null);
            }
            asOf = clock.instant().minus(lag);
        }
        List<ObservedJob> jobs = store.asOf(asOf, request.workload());
        return JobCensus.of(asOf, jobs);
    }

    @Override
    public ExecutionOutcome execute(ScaledJob job, ScalingPlan plan) {
        List<JobOutcome> outcomes = new ArrayList<>();
        for (String name : plan.jobsToCreate()) {
            JobOutcome outcome = create(name, job, plan);
            outcomes.add(outcome);
            if (OVER_QUOTA.equals(outcome.detail())) {
                break; // the rest would fail too
            }
        }
        for (String name : plan.jobsToDelete()) {
            store.delete(name, job.ref());
            outcomes.add(JobOutcome.of(name, Status.DELETED));
        }
        for (String name : plan.jobsToTerminate()) {
            store.delete(name, job.ref());
            outcomes.add(JobOutcome.of(name, Status.DELETED));
        }
        synchronized (this) {
            if (executionThrows) {
                throw new IllegalStateException("the connection was closed");
            }
        }
        return new ExecutionOutcome(outcomes);
    }

    private JobOutcome create(String name, ScaledJob job, ScalingPlan plan) {
        if (clock.instant().isAfter(plan.expiresAt())) {
            return JobOutcome.of(name, Status.CREATE_FAILED, "the plan expired");
        }
        long settled = plan.settledOrdinal();
        CreateFault fault;
        Instant late;
        synchronized (this) {
            fault = faults.apply(name);
            late = clock.instant().plus(lateness);
        }
        return switch (fault) {
            case NONE -> answered(name, store.tryCreate(name, job, settled));
            case REFUSED -> JobOutcome.of(name, Status.CREATE_FAILED, "refused");
            case DONE_UNANSWERED -> {
                store.tryCreate(name, job, settled);
                yield JobOutcome.of(name, Status.CREATE_UNKNOWN, "no response");
            }
            case LOST -> JobOutcome.of(name, Status.CREATE_UNKNOWN, "no response");
            case LATE -> {
                store.createAt(name, job, settled, late);
                yield JobOutcome.of(name, Status.CREATE_UNKNOWN, "no response");
            }
        };
    }

    private static JobOutcome answered(String name, JobStore.Created created) {
        return switch (created) {
            case DONE -> JobOutcome.of(name, Status.CREATED);
            case EXISTS -> JobOutcome.of(name, Status.ALREADY_THERE);
            case OVER_QUOTA -> JobOutcome.of(name, Status.CREATE_FAILED, OVER_QUOTA);
        };
    }
}
