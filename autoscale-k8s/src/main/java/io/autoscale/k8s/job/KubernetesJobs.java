// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.autoscale.executor.ScalingExecutor;
import io.autoscale.k8s.internal.ClientWithoutRetries;
import io.autoscale.k8s.job.AssumedJobs.Assumed;
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
import io.autoscale.workload.WorkloadRef;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Counts and creates Kubernetes Jobs. Finds jobs by the label {@code scaledjob.keda.sh/name}, including those created
 * by KEDA. Creates jobs under the names of the plan. The API server rejects existing names, so two concurrent creators
 * never create the same job twice.
 *
 * <p>Counting sends no request: one watch of jobs and one of pods, for each namespace or for all, provide the current
 * state. Jobs created by this object are counted from the response of the API server on, even if the watch has not
 * delivered them.
 *
 * <p>Thread-safe. The client is closed by its owner. Closing this object ends its watches and threads.
 */
public final class KubernetesJobs implements WorkloadObserver, ScalingExecutor, AutoCloseable {

    private final Map<WorkloadRef, CountDownLatch> executing = new ConcurrentHashMap<>();
    private final Duration requestTimeout;
    private final KubernetesClient client;
    private final InstantSource clock;
    private final Duration maxWatchLag;
    private final Predicate<WorkloadRef> permit;
    private final AssumedJobs assumed;
    private final JobWatches watches;
    private final ServerPace pace;
    private final JobRenderer renderer;
    private final JobCreation creation;
    private final JobDeletion deletion;
    private final JobDisowning disowning;
    private final ParallelWrites writes;

    KubernetesJobs(KubernetesJobsBuilder builder) {
        this.clock = builder.clock;
        this.requestTimeout = builder.requestTimeout;
        this.maxWatchLag = builder.maxWatchLag;
        this.permit = builder.permit;
        // the next round retries under the same names
        KubernetesClient watching = ClientWithoutRetries.of(builder.client);
        this.client = ClientWithoutRetries.of(builder.client, builder.requestTimeout);
        this.assumed = new AssumedJobs(clock);
        this.watches = new JobWatches(watching, assumed, builder.inAnyNamespace, builder.watchTimeout, clock);
        this.pace = new ServerPace(clock);
        this.renderer = new JobRenderer(builder);
        this.creation = new JobCreation(client, assumed, pace);
        this.deletion = new JobDeletion(client, pace);
        this.disowning = new JobDisowning(client);
        this.writes = new ParallelWrites(builder.parallelism);
    }

    /**
     * Creates an adapter with every default set.
     *
     * @param client the client; closed by its owner
     * @return the adapter; the caller closes it
     */
    public static KubernetesJobs create(KubernetesClient client) {
        return builder(client).build();
    }

    /**
     * Returns a builder for an adapter.
     *
     * @param client the client; closed by its owner
     * @return a builder with every default set
     */
    public static KubernetesJobsBuilder builder(KubernetesClient client) {
        return new KubernetesJobsBuilder(client);
    }

    /**
     * Counts the jobs from the watch. The first call for a namespace starts its watch and waits for it.
     *
     * @param request which jobs to count
     * @throws CensusException if the watch is not connected or lags: a job created longer ago than the maximum watch
     *     lag has not been delivered
     */
    @Override
    public JobCensus observe(CensusRequest request) {
        WorkloadRef workload = request.workload();
        JobWatch watch = watches.of(workload.namespace());
        watch.awaitConnection();
        String key = JobLabels.key(workload.namespace(), JobLabels.value(workload.name()));
        Instant now = clock.instant();
        List<Assumed> unseen = assumed.of(key);
        List<ObservedJob> observed = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Job job : watch.jobs(key)) {
            seen.add(job.getMetadata().getUid());
            observed.add(JobReader.read(job, watch.pods(job), request.pendingPodConditions()));
        }
        for (Assumed job : unseen) {
            if (seen.contains(job.uid())) {
                assumed.seen(job.job());
            } else if (now.isBefore(job.since().plus(maxWatchLag)) || stillThere(job, watch)) {
                observed.add(JobReader.read(job.job(), watch.pods(job.job()), request.pendingPodConditions()));
            }
        }
        return JobCensus.of(now, observed);
    }

    /**
     * Creates jobs in batches of 1, 2, 4, 8, …, and deletes jobs. A rejection, for example by a quota or by admission,
     * stops the creation. Steps that were not tried are absent from the outcome. Honors Retry-After of the API server.
     *
     * @param job the scaled job; its template must be a {@link KubernetesJobTemplate}
     * @param plan the plan
     * @return the outcome of each step
     * @throws io.autoscale.validation.InvalidConfigurationException if the template is of another type
     */
    @Override
    public ExecutionOutcome execute(ScaledJob job, ScalingPlan plan) {
        List<Job> wanted = renderer.render(job, plan);
        Optional<String> hold = hold(job.ref());
        if (hold.isPresent()) {
            return held(plan, hold.get());
        }
        CountDownLatch ended = new CountDownLatch(1);
        executing.put(job.ref(), ended);
        try {
            return executed(job, plan, wanted);
        } finally {
            executing.remove(job.ref(), ended);
            ended.countDown();
        }
    }

    private ExecutionOutcome executed(ScaledJob job, ScalingPlan plan, List<Job> wanted) {
        List<JobOutcome> outcomes = new ArrayList<>(writes.slowStart(
                wanted,
                next -> permitted(job.ref(), next.getMetadata().getName(), Status.CREATE_FAILED)
                        .or(() -> expired(plan, next.getMetadata().getName()))
                        .orElseGet(() -> creation.create(next)),
                next -> next.getMetadata().getName()));
        outcomes.addAll(writes.all(
                plan.jobsToTerminate(),
                name -> permitted(job.ref(), name, Status.DELETE_FAILED)
                        .orElseGet(() -> deletion.unfinished(
                                job.namespace(),
                                name,
                                JobLabels.value(job.name()),
                                job.rollout().propagationPolicy())),
                name -> name));
        outcomes.addAll(writes.all(
                plan.jobsToDelete(),
                name -> permitted(job.ref(), name, Status.DELETE_FAILED)
                        .orElseGet(() -> deletion.finished(job.namespace(), name)),
                name -> name));
        return new ExecutionOutcome(outcomes);
    }

    /**
     * Removes an owner from the jobs of a scaled job, so that they are not deleted with it. Waits for a plan that is being
     * executed, at most for the request timeout. Sends one LIST request, and one PATCH request for each job.
     *
     * @param workload the workload of the jobs
     * @param ownerUid the UID of the owner
     * @return the number of changed jobs, at least 0
     * @throws KubernetesClientException if a job could not be written, and the others are written; or if a plan is still
     *     being executed after the request timeout, and nothing is written. Call again to retry
     */
    public int disown(WorkloadRef workload, String ownerUid) {
        awaitExecution(workload);
        return disowning.disown(workload, ownerUid);
    }

    /**
     * Ends the watches. The next census lists all jobs again. For a replica that stops to lead: its watch may lag behind
     * when it leads again.
     */
    public void resync() {
        watches.reset();
    }

    /**
     * Describes why jobs cannot be counted. Sends no request.
     *
     * @return which watch is not connected, and why; empty if there is no problem, and before the first census
     */
    public Optional<String> trouble() {
        return watches.trouble();
    }

    /** Ends the watches and the threads that create and delete jobs. A running request is interrupted. */
    @Override
    public void close() {
        watches.close();
        writes.close();
    }

    /** A create request that is under way still gives its job the owner. */
    private void awaitExecution(WorkloadRef workload) {
        CountDownLatch running = executing.get(workload);
        try {
            if (running != null && !running.await(requestTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new KubernetesClientException("jobs of " + workload + " are still being created");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether a job that the watch should have delivered exists. */
    private boolean stillThere(Assumed job, JobWatch watch) {
        Job found;
        try {
            found = client.batch()
                    .v1()
                    .jobs()
                    .inNamespace(job.job().getMetadata().getNamespace())
                    .withName(job.job().getMetadata().getName())
                    .get();
        } catch (KubernetesClientException e) {
            throw new CensusException("job " + JobLabels.nameOf(job.job()) + ": " + Refusal.of(e), e);
        }
        if (found == null || !job.uid().equals(found.getMetadata().getUid())) {
            assumed.seen(job.job());
            return false;
        }
        watches.giveUp(watch);
        throw new CensusException(
                "the watch of jobs in " + watch.scope() + " is behind: job " + JobLabels.nameOf(job.job())
                        + ", created at " + job.since() + ", is not visible yet",
                null);
    }

    private Optional<String> hold(WorkloadRef workload) {
        if (!permit.test(workload)) {
            return Optional.of("this replica is not the leader");
        }
        return pace.remaining().map(left -> "the API server asked to wait (Retry-After)");
    }

    /** Returns a single outcome with the reason why nothing was tried. */
    private static ExecutionOutcome held(ScalingPlan plan, String why) {
        if (!plan.jobsToCreate().isEmpty()) {
            return new ExecutionOutcome(
                    List.of(JobOutcome.of(plan.jobsToCreate().get(0), Status.CREATE_FAILED, why)));
        }
        List<String> deletions = plan.jobsToDelete().isEmpty() ? plan.jobsToTerminate() : plan.jobsToDelete();
        return deletions.isEmpty()
                ? ExecutionOutcome.NOTHING
                : new ExecutionOutcome(List.of(JobOutcome.of(deletions.get(0), Status.DELETE_FAILED, why)));
    }

    /** Checked right before each request, because this process may have been suspended since the plan was made. */
    private Optional<WriteResult> expired(ScalingPlan plan, String name) {
        return clock.instant().isAfter(plan.expiresAt())
                ? Optional.of(new WriteResult(
                        JobOutcome.of(name, Status.CREATE_FAILED, "the plan expired at " + plan.expiresAt()), true))
                : Optional.empty();
    }

    /** Checked again right before each request, because a replica may lose its lease while it is suspended. */
    private Optional<WriteResult> permitted(WorkloadRef workload, String name, Status otherwise) {
        return permit.test(workload)
                ? Optional.empty()
                : Optional.of(new WriteResult(JobOutcome.of(name, otherwise, "this replica is not the leader"), true));
    }
}
