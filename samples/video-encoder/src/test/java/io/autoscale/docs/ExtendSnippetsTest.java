// SPDX-License-Identifier: Apache-2.0
package io.autoscale.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.Autoscaler;
import io.autoscale.engine.Registration;
import io.autoscale.executor.BackendJobs;
import io.autoscale.executor.JobBackend;
import io.autoscale.executor.NewJob;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.testkit.FakeSource;
import io.autoscale.testkit.InMemoryJobs;
import io.autoscale.testkit.ManualTime;
import io.autoscale.trigger.Trigger;
import io.autoscale.trigger.TriggerMetadata;
import io.autoscale.workload.JobState;
import io.autoscale.workload.ObservedJob;
import io.autoscale.workload.WorkloadRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The code of the page on sources and executors of one's own, run. */
class ExtendSnippetsTest {

    private final ManualTime time = new ManualTime();

    /** A user's database. */
    private static final class Database {
        private boolean closed;

        double openOrders(String shop) {
            return shop.equals("berlin") ? 12 : 0;
        }

        void close() {
            closed = true;
        }
    }

    /** A user's batch service. */
    private final class Batch {
        private final Map<String, BatchJob> jobs = new TreeMap<>();

        List<BatchJob> jobsOf(String workload) {
            return jobs.values().stream()
                    .filter(job -> job.name().startsWith(workload + "-"))
                    .toList();
        }

        boolean submitUnlessThere(String name, long settledOrdinal, String template) {
            return jobs.putIfAbsent(name, new BatchJob(name, time.instant(), settledOrdinal, template)) == null;
        }

        void cancel(String name) {
            jobs.remove(name);
        }
    }

    private record BatchJob(String name, Instant createdAt, long settledOrdinal, String template) {}

    @Test
    void a_custom_source() {
        Database database = new Database();
        // region: own-source
        ScalerSourceFactory openOrders = ScalerSourceFactory.of("open-orders", context -> {
            TriggerMetadata metadata = context.metadata();
            String shop = metadata.requiredText("shop", "the name of a shop");
            double target = metadata.number("ordersPerJob", 5);
            metadata.validate(); // all errors at once, each with its key
            return ScalerSource.of(
                    MetricSpec.averageValue("open-orders-" + shop, target),
                    () -> new MetricSample(
                            database.openOrders(shop), context.clock().instant()),
                    database::close);
        });
        // endregion
        InMemoryJobs jobs = new InMemoryJobs(time);
        try (Autoscaler autoscaler = time.autoscaler().source(openOrders).build()) {
            autoscaler.register(
                    job(Trigger.builder("open-orders")
                            .metadata("shop", "berlin")
                            .build()),
                    jobs);
            time.advance(Duration.ofSeconds(30));
        }
        assertThat(jobs.created()).hasSize(3);
        assertThat(database.closed).isTrue();
    }

    @Test
    void a_custom_executor() {
        Batch batch = new Batch();
        InstantSource clock = time;
        FakeSource queue = FakeSource.named("orders").set(3);
        ScaledJob orders = job(FakeSource.trigger("orders"));
        try (Autoscaler autoscaler =
                time.autoscaler().source(queue.factory("orders")).build()) {
            // region: own-executor
            JobBackend machines = new JobBackend() {
                @Override
                public List<ObservedJob> list(WorkloadRef workload) {
                    return batch.jobsOf(workload.name()).stream()
                            .map(job -> ObservedJob.unfinished(job.name(), JobState.RUNNING, job.createdAt())
                                    .settling(job.settledOrdinal())
                                    .madeFrom(job.template()))
                            .toList();
                }

                @Override
                public boolean create(NewJob job) {
                    return batch.submitUnlessThere(job.name(), job.settledOrdinal(), job.template());
                }

                @Override
                public void delete(WorkloadRef workload, String name) {
                    batch.cancel(name);
                }
            };
            Registration registration = autoscaler.register(orders, new BackendJobs(machines, clock));
            // endregion
            time.advance(Duration.ofSeconds(30));
            assertThat(registration.health().isHealthy()).isTrue();
            assertThat(batch.jobs).containsOnlyKeys("orders-000001", "orders-000002", "orders-000003");
        }
    }

    private static ScaledJob job(Trigger trigger) {
        return ScaledJob.builder("orders")
                .jobTemplate(JobTemplate.named("worker"))
                .pollingInterval(Duration.ofSeconds(10))
                .maxReplicaCount(10)
                .trigger(trigger)
                .build();
    }
}
