// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.autoscale.Autoscaler;
import io.autoscale.engine.Registration;
import io.autoscale.event.RoundCause;
import io.autoscale.executor.BackendJobs;
import io.autoscale.executor.JobBackend;
import io.autoscale.executor.NewJob;
import io.autoscale.executor.ScalingExecutor;
import io.autoscale.plan.JobOutcome.Status;
import io.autoscale.plan.Planner;
import io.autoscale.plan.ScalingPlan;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.testkit.FakeSource;
import io.autoscale.testkit.ManualTime;
import io.autoscale.workload.CensusRequest;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.JobState;
import io.autoscale.workload.ObservedJob;
import io.autoscale.workload.Removal;
import io.autoscale.workload.WorkloadObserver;
import io.autoscale.workload.WorkloadRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.Test;

/** Tests an executor for jobs outside Kubernetes. */
class BackendJobsTest implements ScalingExecutorContract {

    private final ManualTime time = new ManualTime();
    private final Machines machines = new Machines();
    private final BackendJobs jobs = new BackendJobs(machines, time);

    /** Jobs on machines of one's own. */
    private final class Machines implements JobBackend {
        private final Map<String, ObservedJob> jobs = new ConcurrentSkipListMap<>();
        private boolean down;
        private int calls;

        @Override
        public List<ObservedJob> list(WorkloadRef workload) {
            reachable();
            return List.copyOf(jobs.values());
        }

        @Override
        public boolean create(NewJob job) {
            reachable();
            ObservedJob created = ObservedJob.unfinished(job.name(), JobState.PENDING, time.instant())
                    .settling(job.settledOrdinal())
                    .madeFrom(job.template());
            return jobs.putIfAbsent(job.name(), created) == null;
        }

        @Override
        public void delete(WorkloadRef workload, String name) {
            reachable();
            jobs.remove(name);
        }

        private void reachable() {
            calls++;
            if (down) {
                throw new IllegalStateException("the machines do not answer\u001b" + "x".repeat(5_000));
            }
        }
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
        return ScaledJob.builder("orders")
                .jobTemplate(JobTemplate.named("worker"))
                .pollingInterval(Duration.ofSeconds(10))
                .maxReplicaCount(20)
                .trigger(FakeSource.trigger("orders"))
                .build();
    }

    @Override
    public boolean succeed(String name) {
        return machines.jobs.computeIfPresent(
                        name,
                        (key, job) -> ObservedJob.finished(key, JobState.SUCCEEDED, job.createdAt(), time.instant())
                                .settling(job.settledOrdinal()))
                != null;
    }

    @Override
    public Optional<WorkloadObserver> brokenObserver() {
        Machines broken = new Machines();
        broken.down = true;
        return Optional.of(new BackendJobs(broken, time));
    }

    @Test
    void an_unresponsive_backend_costs_one_call_and_the_next_round_reuses_the_names() {
        FakeSource queue = FakeSource.named("orders").set(3);
        try (Autoscaler autoscaler =
                time.autoscaler().source(queue.factory("orders")).build()) {
            Registration registration = autoscaler.register(scaledJob(), jobs, (job, plan) -> {
                machines.down = true;
                int before = machines.calls;
                try {
                    return jobs.execute(job, plan);
                } finally {
                    assertThat(machines.calls - before).isEqualTo(1);
                    machines.down = false;
                }
            });
            time.advance(Duration.ofSeconds(10));
            assertThat(registration.lastDecision().orElseThrow().outcome().jobs())
                    .singleElement()
                    .matches(outcome -> outcome.status() == Status.CREATE_UNKNOWN);
            registration.close();

            autoscaler.register(scaledJob(), jobs);
            time.advance(Duration.ofSeconds(30));
            assertThat(machines.jobs).containsOnlyKeys("orders-000001", "orders-000002", "orders-000003");
        }
    }

    @Test
    void a_failed_delete_is_the_last_attempt_and_its_message_is_sanitized() {
        machines.create(new NewJob(scaledJob(), "orders-000001", 0));
        machines.create(new NewJob(scaledJob(), "orders-000002", 0));
        JobCensus census = jobs.observe(new CensusRequest(scaledJob().ref(), List.of()));
        ScalingPlan plan = Planner.removal(scaledJob(), Removal.KILL, census, 20, time.instant());
        assertThat(plan.jobsToTerminate().size() + plan.jobsToDelete().size()).isEqualTo(2);
        machines.down = true;
        assertThat(jobs.execute(scaledJob(), plan).jobs()).singleElement().satisfies(outcome -> {
            assertThat(outcome.status()).isEqualTo(Status.DELETE_FAILED);
            assertThat(outcome.detail()).contains("do not answer?").hasSizeLessThan(600);
        });
    }

    @Test
    void a_new_job_has_an_ordinal_of_at_least_zero() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NewJob(scaledJob(), "orders-000001", -1))
                .withMessage("settledOrdinal: '-1' is not valid for job orders-000001, expected >= 0");
    }

    @Test
    void a_list_that_fails_costs_one_round() {
        FakeSource queue = FakeSource.named("orders").set(3);
        try (Autoscaler autoscaler =
                time.autoscaler().source(queue.factory("orders")).build()) {
            machines.down = true;
            Registration registration = autoscaler.register(scaledJob(), jobs);
            time.advance(Duration.ofSeconds(10));
            assertThat(registration.lastDecision().orElseThrow().cause()).isEqualTo(RoundCause.CENSUS_FAILED);
            machines.down = false;
            time.advance(Duration.ofSeconds(10));
            assertThat(machines.jobs).hasSize(3);
        }
    }
}
