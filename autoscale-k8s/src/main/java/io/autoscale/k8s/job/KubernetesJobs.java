// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.autoscale.executor.ExecutionOutcome;
import io.autoscale.executor.JobOutcome;
import io.autoscale.executor.JobOutcome.Status;
import io.autoscale.executor.ScalingExecutor;
import io.autoscale.plan.ScalingPlan;
import io.autoscale.spec.ScaledJob;
import io.autoscale.workload.CensusException;
import io.autoscale.workload.CensusRequest;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.ObservedJob;
import io.autoscale.workload.WorkloadObserver;
import io.autoscale.workload.WorkloadRef;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Counts and creates Kubernetes Jobs. Jobs are found by the label {@code scaledjob.keda.sh/name}; they are created
 * under the names of the plan, so that the API server's refusal of a name that exists keeps two creators together.
 *
 * <p>Safe from any thread. The client is closed by its owner; closing this object ends its own threads.
 */
public final class KubernetesJobs implements WorkloadObserver, ScalingExecutor, AutoCloseable {

    private final KubernetesClient client;
    private final InstantSource clock;
    private final JobRenderer renderer;
    private final JobCreation creation;
    private final BatchedCreation batches;

    KubernetesJobs(KubernetesJobsBuilder builder) {
        this.client = builder.client;
        this.clock = builder.clock;
        this.renderer = new JobRenderer(builder.version, builder.owner);
        this.creation = new JobCreation(builder.client);
        this.batches = new BatchedCreation(builder.parallelism);
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
     * Counts the jobs with one LIST of jobs, and one of pods where a job is unfinished.
     *
     * @param request which jobs
     * @return the census, which vouches for the instant before the request
     * @throws CensusException when either LIST fails
     */
    @Override
    public JobCensus observe(CensusRequest request) {
        WorkloadRef workload = request.workload();
        Instant before = clock.instant();
        String value = JobLabels.value(workload.name());
        try {
            List<Job> jobs = client.batch()
                    .v1()
                    .jobs()
                    .inNamespace(workload.namespace())
                    .withLabel(JobLabels.SCALED_JOB, value)
                    .list()
                    .getItems();
            Map<String, List<Pod>> podsByJob =
                    jobs.stream().allMatch(JobReader::isFinished) ? Map.of() : podsByJob(workload.namespace(), value);
            List<ObservedJob> observed = new ArrayList<>(jobs.size());
            for (Job job : jobs) {
                List<Pod> pods = podsByJob.getOrDefault(job.getMetadata().getName(), List.of());
                observed.add(JobReader.read(job, pods, request.pendingPodConditions()));
            }
            return JobCensus.of(before, observed);
        } catch (KubernetesClientException e) {
            throw new CensusException("jobs of " + workload + ": " + JobCreation.refusal(e), e);
        }
    }

    /**
     * Creates in batches of 1, 2, 4, 8 … up to the parallelism, and deletes. A refusal, by quota, by admission or for
     * another reason, ends the creation; what was not tried is absent from the outcome.
     *
     * @param job the scaled job; its template is a {@link KubernetesJobTemplate}
     * @param plan what to do
     * @return what became of each step
     * @throws io.autoscale.validation.InvalidConfigurationException when the template is of another kind
     */
    @Override
    public ExecutionOutcome execute(ScaledJob job, ScalingPlan plan) {
        List<Job> wanted = new ArrayList<>(plan.jobsToCreate().size());
        for (String name : plan.jobsToCreate()) {
            wanted.add(renderer.render(job, name));
        }
        List<JobOutcome> outcomes = new ArrayList<>(batches.run(wanted, creation::create));
        for (String name : plan.jobsToDelete()) {
            outcomes.add(delete(job.namespace(), name));
        }
        return new ExecutionOutcome(outcomes);
    }

    /** Ends the threads that create jobs; a create under way is interrupted. */
    @Override
    public void close() {
        batches.close();
    }

    /**
     * Deletes a finished job. Names come back: since it was counted, another may have deleted it and a new job may run
     * under its name. So the job is looked at once more, and only this very version of it is deleted.
     */
    private JobOutcome delete(String namespace, String name) {
        try {
            Job job = client.batch()
                    .v1()
                    .jobs()
                    .inNamespace(namespace)
                    .withName(name)
                    .get();
            if (job == null) {
                return JobOutcome.of(name, Status.DELETED, "it was gone");
            }
            if (!JobReader.isFinished(job)) {
                return JobOutcome.of(name, Status.DELETE_FAILED, "a job that is not finished has this name now");
            }
            // in the background, which is the client's default
            client.resource(job)
                    .lockResourceVersion(job.getMetadata().getResourceVersion())
                    .delete();
            return JobOutcome.of(name, Status.DELETED);
        } catch (KubernetesClientException e) {
            return JobOutcome.of(name, Status.DELETE_FAILED, JobCreation.refusal(e));
        }
    }

    private Map<String, List<Pod>> podsByJob(String namespace, String value) {
        return client.pods().inNamespace(namespace).withLabel(JobLabels.SCALED_JOB, value).list().getItems().stream()
                .collect(Collectors.groupingBy(KubernetesJobs::jobOf));
    }

    private static String jobOf(Pod pod) {
        Map<String, String> labels =
                Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
        String older = labels.getOrDefault("job-name", "");
        return labels.getOrDefault("batch.kubernetes.io/job-name", older);
    }
}
