// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.autoscale.executor.ScalingExecutor;
import io.autoscale.k8s.server.FaultProxy.Fault;
import io.autoscale.plan.ExecutionOutcome;
import io.autoscale.plan.JobOutcome.Status;
import io.autoscale.plan.Planner;
import io.autoscale.plan.ScalingPlan;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.testkit.contract.ScalingExecutorContract;
import io.autoscale.validation.InvalidConfigurationException;
import io.autoscale.workload.CensusRequest;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.ObservedJob;
import io.autoscale.workload.WorkloadObserver;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Creating, counting and deleting jobs over HTTP, with faults. */
class KubernetesJobsIT implements ScalingExecutorContract {

    private ApiServer server;
    private KubernetesJobs jobs;
    private ScaledJob job;

    @BeforeEach
    void start() {
        server = new ApiServer();
        jobs = KubernetesJobs.create(server.client());
        job = server.scaledJob().build();
    }

    @AfterEach
    void stop() {
        jobs.close();
        server.close();
    }

    @Override
    public ScalingExecutor executor() {
        return jobs;
    }

    @Override
    public WorkloadObserver observer() {
        return jobs;
    }

    @Override
    public ScaledJob scaledJob() {
        return job;
    }

    @Override
    public boolean succeed(String name) {
        finish(name, "Complete", "2030-01-01T12:00:00Z");
        return true;
    }

    @Override
    public Optional<WorkloadObserver> brokenObserver() {
        return Optional.of(request -> {
            server.proxy().faults(call -> Fault.answer(500, "InternalError", "etcd is away"));
            try (KubernetesJobs broken = impatient()) {
                return broken.observe(request);
            }
        });
    }

    @Test
    void a_job_carries_the_labels_annotations_and_owner_of_its_scaled_job() {
        ScaledJob labelled = server.scaledJob()
                .labels(Map.of("team", "media", "secret-label", "x", "other", "kept"))
                .annotations(Map.of("scaledjob.keda.sh/job-excluded-labels", "secret-label, other", "note", "y"))
                .generation(7)
                .build();
        try (KubernetesJobs owned = KubernetesJobs.builder(server.client())
                .version("1.2.3")
                .owner(new OwnerReferenceBuilder()
                        .withApiVersion("keda.sh/v1alpha1")
                        .withKind("ScaledJob")
                        .withName("video-processor")
                        .withUid("uid-1")
                        .build())
                .build()) {
            owned.execute(labelled, ApiServer.plan(owned, labelled, 1));
        }
        Job made = get("video-processor-000001");
        assertThat(made.getMetadata().getLabels())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "team", "media",
                        // KEDA splits at commas and does not trim spaces
                        "other", "kept",
                        "app.kubernetes.io/name", "video-processor",
                        "app.kubernetes.io/part-of", "video-processor",
                        "app.kubernetes.io/version", "1.2.3",
                        "app.kubernetes.io/managed-by", "autoscale",
                        "scaledjob.keda.sh/name", "video-processor"));
        assertThat(made.getMetadata().getAnnotations())
                .containsEntry("note", "y")
                .containsEntry("scaledjob.keda.sh/generation", "7");
        assertThat(made.getMetadata().getOwnerReferences()).singleElement().satisfies(owner -> {
            assertThat(owner.getUid()).isEqualTo("uid-1");
            assertThat(owner.getController()).isTrue();
        });
        assertThat(made.getSpec().getTemplate().getMetadata().getLabels())
                .containsEntry("scaledjob.keda.sh/name", "video-processor");
        assertThat(made.getSpec().getTemplate().getSpec().getRestartPolicy()).isEqualTo("OnFailure");
    }

    @Test
    void a_create_that_succeeded_without_an_answer_counts_once() {
        ScalingPlan plan = ApiServer.plan(jobs, job, 5);
        server.proxy().faults(request -> request.method().equals("POST") ? Fault.CUT_AFTER : Fault.NONE);
        ExecutionOutcome outcome = jobs.execute(job, plan);
        assertThat(outcome.count(Status.ALREADY_THERE)).as("%s", outcome).isEqualTo(5);
        assertThat(names()).containsExactlyInAnyOrderElementsOf(plan.jobsToCreate());
    }

    @Test
    void a_create_lost_in_transit_is_unknown_and_is_retried_under_the_same_name() {
        ScalingPlan plan = ApiServer.plan(jobs, job, 5);
        server.proxy().faults(request -> request.method().equals("POST") ? Fault.CUT_BEFORE : Fault.NONE);
        ExecutionOutcome outcome = jobs.execute(job, plan);
        assertThat(outcome.count(Status.CREATE_UNKNOWN)).as("%s", outcome).isEqualTo(5);
        server.proxy().faults(request -> Fault.NONE);
        assertThat(jobs.execute(job, plan).count(Status.CREATED)).isEqualTo(5);
        assertThat(names()).containsExactlyInAnyOrderElementsOf(plan.jobsToCreate());
    }

    @Test
    void a_create_that_succeeded_with_status_500_counts_once() {
        ScalingPlan plan = ApiServer.plan(jobs, job, 3);
        jobs.execute(job, plan);
        server.proxy()
                .faults(request -> request.method().equals("POST")
                        ? Fault.answer(503, "ServiceUnavailable", "later")
                        : Fault.NONE);
        assertThat(jobs.execute(job, plan).count(Status.ALREADY_THERE)).isEqualTo(3);
    }

    @Test
    void a_quota_of_three_needs_at_most_seven_requests_for_a_hundred_jobs() {
        ScalingPlan plan = ApiServer.plan(jobs, job, 100);
        server.proxy().faults(request -> {
            boolean beyond = request.method().equals("POST") && names().size() >= 3;
            return beyond ? Fault.answer(403, "Forbidden", "exceeded quota: jobs") : Fault.NONE;
        });
        ExecutionOutcome outcome = jobs.execute(job, plan);
        assertThat(server.proxy().count("POST /apis/batch")).isLessThanOrEqualTo(7);
        assertThat(outcome.count(Status.CREATED)).isEqualTo(3);
        assertThat(outcome.toString()).matches("created 3, create failed [1-4] \\(403 exceeded quota: jobs\\)");
    }

    @Test
    void too_many_requests_stops_the_batch() {
        ScalingPlan plan = ApiServer.plan(jobs, job, 50);
        server.proxy()
                .faults(request -> request.method().equals("POST")
                        ? Fault.answer(429, "TooManyRequests", "slow down")
                        : Fault.NONE);
        assertThat(jobs.execute(job, plan).count(Status.CREATE_FAILED)).isEqualTo(1);
    }

    @Test
    void a_name_used_by_a_foreign_job_is_taken_and_that_job_is_untouched() {
        server.direct()
                .resource(JobShapes.stranger(server.namespace(), "video-processor-000001")
                        .editMetadata()
                        .addToLabels("scaledjob.keda.sh/name", "somebody-else")
                        .endMetadata()
                        .build())
                .create();
        ExecutionOutcome outcome = jobs.execute(job, ApiServer.plan(jobs, job, 2));
        assertThat(outcome.count(Status.NAME_TAKEN)).isEqualTo(1);
        assertThat(outcome.count(Status.CREATED)).isEqualTo(1);
    }

    @Test
    void a_job_being_deleted_is_not_mistaken_for_a_new_one() {
        server.direct()
                .resource(JobShapes.stranger(server.namespace(), "video-processor-000001")
                        .editMetadata()
                        .addToLabels("scaledjob.keda.sh/name", "video-processor")
                        .addToFinalizers("test/hold")
                        .endMetadata()
                        .build())
                .create();
        Instant now = Instant.now();
        // planned as if there were no job
        ScalingPlan plan = Planner.plan(job, List.of(ApiServer.backlog(1, now)), JobCensus.empty(now), now);
        server.direct()
                .batch()
                .v1()
                .jobs()
                .inNamespace(server.namespace())
                .withName("video-processor-000001")
                .delete();
        ExecutionOutcome outcome = jobs.execute(job, plan);
        assertThat(outcome).hasToString("create failed 1 (a job of this name is still being deleted)");
    }

    @Test
    void two_executors_with_one_plan_create_it_once() throws Exception {
        ScalingPlan plan = ApiServer.plan(jobs, job, 30);
        try (KubernetesJobs other = KubernetesJobs.create(server.client())) {
            // a separate thread, because the JDK's HTTP client needs the threads of the common pool
            FutureTask<ExecutionOutcome> another = new FutureTask<>(() -> other.execute(job, plan));
            new Thread(another, "other").start();
            List<ExecutionOutcome> outcomes = List.of(jobs.execute(job, plan), another.get(1, TimeUnit.MINUTES));
            assertThat(outcomes.stream()
                            .mapToInt(outcome -> outcome.count(Status.CREATED))
                            .sum())
                    .isEqualTo(30);
        }
        assertThat(names()).hasSize(30);
    }

    @Test
    void creates_run_concurrently_within_the_limit() {
        try (KubernetesJobs narrow =
                KubernetesJobs.builder(server.client()).parallelism(4).build()) {
            narrow.execute(job, ApiServer.plan(narrow, job, 40));
        }
        assertThat(server.proxy().mostCreatesAtOnce()).isBetween(2, 4);
        assertThat(names()).hasSize(40);
    }

    @Test
    void finished_jobs_beyond_the_limits_are_deleted_oldest_first_despite_a_failed_delete() {
        ScaledJob limited = server.scaledJob().failedJobsHistoryLimit(1).build();
        for (int i = 1; i <= 4; i++) {
            ofKeda("video-processor-00000" + i);
            finish("video-processor-00000" + i, "Failed", "2030-01-01T12:00:0" + i + "Z");
        }
        server.proxy()
                .faults(request ->
                        request.method().equals("DELETE") && request.path().contains("000001")
                                ? Fault.answer(500, "InternalError", "not now")
                                : Fault.NONE);
        ExecutionOutcome outcome = jobs.execute(limited, ApiServer.plan(jobs, limited, 0));
        assertThat(outcome.count(Status.DELETED)).isEqualTo(2);
        assertThat(outcome.count(Status.DELETE_FAILED)).isEqualTo(1);
        assertThat(names()).containsExactlyInAnyOrder("video-processor-000001", "video-processor-000004");
    }

    @Test
    void a_running_job_with_the_name_of_a_finished_one_is_not_deleted() {
        ScaledJob limited = server.scaledJob().successfulJobsHistoryLimit(0).build();
        String name = "video-processor-000001";
        ofKeda(name);
        finish(name, "Complete", "2030-01-01T12:00:00Z");
        ScalingPlan cleanup = ApiServer.plan(jobs, limited, 0);
        assertThat(cleanup.jobsToDelete()).containsExactly(name);

        // another controller cleaned up before, and its next job has the name
        server.direct().resource(get(name)).delete();
        await().until(() -> get(name) == null);
        ofKeda(name);

        ExecutionOutcome outcome = jobs.execute(limited, cleanup);
        assertThat(outcome.count(Status.DELETE_FAILED)).as("%s", outcome).isEqualTo(1);
        assertThat(names()).containsExactly(name);
    }

    @Test
    void a_job_that_is_gone_already_counts_as_deleted() {
        ScaledJob limited = server.scaledJob().successfulJobsHistoryLimit(0).build();
        String name = "video-processor-000001";
        ofKeda(name);
        finish(name, "Complete", "2030-01-01T12:00:00Z");
        ScalingPlan cleanup = ApiServer.plan(jobs, limited, 0);
        server.direct().resource(get(name)).delete();
        await().until(() -> get(name) == null);
        assertThat(jobs.execute(limited, cleanup).count(Status.DELETED)).isEqualTo(1);
    }

    /** A job without our marks: its name may be given back at once. */
    private void ofKeda(String name) {
        server.direct()
                .resource(JobShapes.stranger(server.namespace(), name)
                        .editMetadata()
                        .addToLabels("scaledjob.keda.sh/name", "video-processor")
                        .endMetadata()
                        .build())
                .create();
    }

    @Test
    void a_plan_that_is_out_of_date_creates_nothing() {
        Instant then = InstantSource.system().instant().minusSeconds(61);
        ScalingPlan old = Planner.plan(job, List.of(ApiServer.backlog(3, then)), JobCensus.empty(then), then);
        assertThat(jobs.execute(job, old).jobs())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.detail()).startsWith("the plan expired at "));
        assertThat(names()).isEmpty();
    }

    @Test
    void a_job_records_the_highest_ordinal_in_use() {
        jobs.execute(job, ApiServer.plan(jobs, job, 2));
        jobs.execute(job, ApiServer.plan(jobs, job, 3));
        assertThat(jobs.observe(new CensusRequest(job.ref(), List.of())).jobs())
                .extracting(ObservedJob::settledOrdinal)
                .containsExactlyInAnyOrder(0L, 0L, 2L);
    }

    @Test
    void a_template_rejected_by_the_server_costs_one_request_only() {
        ScalingPlan plan = ApiServer.plan(jobs, job, 40);
        AtomicInteger posts = new AtomicInteger();
        server.proxy().faults(request -> {
            if (!request.method().equals("POST")) {
                return Fault.NONE;
            }
            posts.incrementAndGet();
            return Fault.answer(422, "Invalid", "spec.template is invalid");
        });
        ExecutionOutcome outcome = jobs.execute(job, plan);
        assertThat(outcome.count(Status.CREATE_FAILED)).isEqualTo(1);
        assertThat(posts).hasValue(1);
    }

    @Test
    void a_template_of_another_kind_is_refused_by_name() {
        ScaledJob strange =
                server.scaledJob().jobTemplate(JobTemplate.named("x")).build();
        assertThatThrownBy(() -> jobs.execute(strange, ApiServer.plan(jobs, strange, 1)))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining(
                        "jobTargetRef: 'NamedJobTemplate' is not valid, expected a KubernetesJobTemplate");
    }

    @Test
    void closing_leaves_no_thread_behind() {
        KubernetesJobs own = KubernetesJobs.create(server.client());
        own.execute(job, ApiServer.plan(own, job, 10));
        jobs.close();
        own.close();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("autoscale-jobs-")));
    }

    @Test
    void parallelism_out_of_range_is_refused() {
        assertThatThrownBy(() ->
                        KubernetesJobs.builder(server.client()).parallelism(0).build())
                .hasMessageContaining("parallelism: '0' is not valid, expected a whole number from 1 to 64");
    }

    private KubernetesJobs impatient() {
        return KubernetesJobs.builder(server.client())
                .watchTimeout(Duration.ofMillis(500))
                .build();
    }

    /** Ends a job, and waits until that is counted. */
    private void finish(String name, String condition, String at) {
        JobShapes.finish(server.direct(), get(name), condition, at);
        await().until(() -> jobs.observe(new CensusRequest(job.ref(), List.of())).jobs().stream()
                .anyMatch(seen -> seen.name().equals(name) && seen.state().isFinished()));
    }

    private Job get(String name) {
        return server.direct()
                .batch()
                .v1()
                .jobs()
                .inNamespace(server.namespace())
                .withName(name)
                .get();
    }

    private List<String> names() {
        return server.direct().batch().v1().jobs().inNamespace(server.namespace()).list().getItems().stream()
                .map(found -> found.getMetadata().getName())
                .toList();
    }
}
