// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.autoscale.executor.ScalingExecutor;
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
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Counts and creates Kubernetes Jobs. Jobs are found by the label {@code scaledjob.keda.sh/name}, those that KEDA made
 * included; they are created under the names of the plan, so that the API server's refusal of a name that exists keeps
 * two creators together.
 *
 * <p>Counting costs no request: one watch of jobs and one of pods, for each namespace or for all, keep what there is.
 * Jobs that this object created count from the moment of the API server's answer, seen or not.
 *
 * <p>Safe from any thread. The client is closed by its owner; closing this object ends its watches and threads.
 */
public final class KubernetesJobs implements WorkloadObserver, ScalingExecutor, AutoCloseable {

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
        this.maxWatchLag = builder.maxWatchLag;
        this.permit = builder.permit;
        // what fails is tried again by the next round, under the same names; retries below us would outlast deadlines
        RequestConfigBuilder once = new RequestConfigBuilder(
                        builder.client.getConfiguration().getRequestConfig())
                .withRequestRetryBackoffLimit(0);
        KubernetesClient watching = builder.client.newClient(once.build()).adapt(KubernetesClient.class);
        once.withRequestTimeout(Math.toIntExact(builder.requestTimeout.toMillis()));
        this.client = builder.client.newClient(once.build()).adapt(KubernetesClient.class);
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
     * Jobs with every default set.
     *
     * @param client the client; closed by its owner
     * @return the adapter; closed by the caller
     */
    public static KubernetesJobs create(KubernetesClient client) {
        return builder(client).build();
    }

    /**
     * Starts an adapter.
     *
     * @param client the client; closed by its owner
     * @return a builder with every default set
     */
    public static KubernetesJobsBuilder builder(KubernetesClient client) {
        return new KubernetesJobsBuilder(client);
    }

    /**
     * Counts the jobs from the watch. The first question about a namespace starts its watch, and waits for it.
     *
     * @param request which jobs
     * @throws CensusException when the watch is not connected, or is behind: a job that was created longer ago than the
     *     greatest lag has not come through
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
     * Creates in batches of 1, 2, 4, 8 …, and deletes. A refusal, by quota, by admission or for another reason, ends
     * the creation; what was not tried is absent from the outcome. An API server that asks to wait is left alone for as
     * long as it says.
     *
     * @param job the scaled job; its template is a {@link KubernetesJobTemplate}
     * @param plan what to do
     * @return what became of each step
     * @throws io.autoscale.validation.InvalidConfigurationException when the template is of another kind
     */
    @Override
    public ExecutionOutcome execute(ScaledJob job, ScalingPlan plan) {
        List<Job> wanted = renderer.render(job, plan);
        Optional<String> hold = hold(job.ref());
        if (hold.isPresent()) {
            return held(plan, hold.get());
        }
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
     * Takes the jobs of a scaled job from an owner, so that they are not deleted with it. Costs a LIST, and a PATCH for
     * each of them.
     *
     * @param workload whose jobs
     * @param ownerUid the uid of the owner
     * @return how many there were, at least 0
     * @throws KubernetesClientException when one of them could not be written; the others are. To be called again
     */
    public int disown(WorkloadRef workload, String ownerUid) {
        return disowning.disown(workload, ownerUid);
    }

    /** Ends the watches, and the threads that create and delete; a request under way is interrupted. */
    @Override
    public void close() {
        watches.close();
        writes.close();
    }

    /** Whether a job that the watch should have brought exists. */
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
                        + ", created at " + job.since() + ", has not come through",
                null);
    }

    private Optional<String> hold(WorkloadRef workload) {
        if (!permit.test(workload)) {
            return Optional.of("this replica is not the one in charge");
        }
        return pace.remaining().map(left -> "the API server asked to wait for another " + left.toMillis() + " ms");
    }

    /** One outcome that says why nothing was tried. */
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

    /** Looked at right before each request: this process may have been stopped since the plan was made. */
    private Optional<WriteResult> expired(ScalingPlan plan, String name) {
        return clock.instant().isAfter(plan.expiresAt())
                ? Optional.of(new WriteResult(
                        JobOutcome.of(name, Status.CREATE_FAILED, "the plan is out of date since " + plan.expiresAt()),
                        true))
                : Optional.empty();
    }

    /** Asked again right before each request: who was in charge a moment ago may have been asleep since. */
    private Optional<WriteResult> permitted(WorkloadRef workload, String name, Status otherwise) {
        return permit.test(workload)
                ? Optional.empty()
                : Optional.of(
                        new WriteResult(JobOutcome.of(name, otherwise, "this replica is not the one in charge"), true));
    }
}
