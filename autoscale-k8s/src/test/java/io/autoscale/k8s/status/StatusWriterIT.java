// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.autoscale.event.AutoscalerEvent;
import io.autoscale.event.DecisionRecord;
import io.autoscale.event.RoundCause;
import io.autoscale.event.RoundDurations;
import io.autoscale.event.RoundResult;
import io.autoscale.k8s.internal.KedaKinds;
import io.autoscale.k8s.server.FaultProxy.Fault;
import io.autoscale.k8s.server.KedaDefinitions;
import io.autoscale.k8s.server.TestCluster;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.plan.ExecutionOutcome;
import io.autoscale.plan.JobOutcome;
import io.autoscale.plan.Planner;
import io.autoscale.source.ScalerException;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.trigger.Trigger;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.WorkloadRef;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusWriterIT {

    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");

    private TestCluster cluster;
    private StatusWriter writer;
    private ScaledJob job;

    @BeforeEach
    void start() {
        cluster = new TestCluster();
        if (cluster.isReal()) {
            KedaDefinitions.install(cluster.direct());
        }
        job = ScaledJob.builder("video-processor")
                .namespace(cluster.namespace())
                .jobTemplate(JobTemplate.named("encoder"))
                .trigger(Trigger.builder("test").name("videos").build())
                .build();
        GenericKubernetesResource resource = new GenericKubernetesResource();
        resource.setApiVersion("keda.sh/v1alpha1");
        resource.setKind("ScaledJob");
        resource.setMetadata(new io.fabric8.kubernetes.api.model.ObjectMetaBuilder()
                .withName(job.name())
                .withNamespace(job.namespace())
                .build());
        cluster.direct()
                .genericKubernetesResources(KedaKinds.SCALED_JOBS)
                .inNamespace(cluster.namespace())
                .resource(resource)
                .create();
        writer = new StatusWriter(cluster.client(), ref -> Optional.of(job), ref -> Map.of(), ref -> true);
    }

    @AfterEach
    void stop() {
        writer.close();
        cluster.close();
    }

    @Test
    void a_hundred_rounds_in_steady_state_cost_one_write() {
        for (int round = 0; round < 100; round++) {
            writer.report(job.ref(), status(observed(7), NOW.plusSeconds(30L * round)));
            await().until(() -> cluster.proxy().count("PATCH") == 1);
        }
        writer.report(job.ref(), status(observed(0), NOW.plusSeconds(3_000)));
        await().until(() -> cluster.proxy().count("PATCH") == 2);
        // the time of the last activity is written with the change that ends it
        await().untilAsserted(() -> assertThat(written()).containsEntry("lastActiveTime", "2030-01-01T12:49:30Z"));
    }

    @Test
    void the_status_fields_match_keda() {
        writer.report(job.ref(), status(observed(7), NOW));
        writer.close();
        assertThat(written())
                .containsEntry("triggersTypes", "test")
                .containsEntry("externalMetricNames", List.of("s0-test"))
                .containsEntry("triggersActivity", Map.of("s0-test", Map.of("isActive", true)));
        assertThat(written().get("conditions").toString())
                .contains("reason=ScaledJobReady", "reason=ScalerActive", "reason=ScaledJobUnpaused");
    }

    @Test
    void a_trigger_that_fails_makes_it_not_ready() {
        TriggerReading failed =
                new TriggerReading.Failed("videos", ScalerException.Kind.NOT_FOUND, "the queue is gone", NOW);
        assertThat(status(failed, NOW).conditions())
                .contains(new Condition(
                        "Ready", "False", "TriggerError", "triggers could not be read: videos (not_found)"));
    }

    @Test
    void a_failed_write_is_retried_without_another_round() {
        cluster.proxy().faults(request -> Fault.answer(503, "ServiceUnavailable", "later"));
        writer.report(job.ref(), status(observed(7), NOW));
        await().until(() -> !cluster.proxy().requests().isEmpty());
        cluster.proxy().faults(request -> Fault.NONE);
        await().untilAsserted(() -> assertThat(written()).containsEntry("triggersTypes", "test"));
    }

    @Test
    void a_write_that_hangs_delays_no_other_scaled_job() {
        CountDownLatch released = new CountDownLatch(1);
        cluster.proxy()
                .faults(request -> request.toString().contains("another")
                        ? exchange -> {
                            if (released.await(1, TimeUnit.MINUTES)) {
                                exchange.forward();
                            }
                        }
                        : Fault.NONE);
        writer.report(WorkloadRef.scaledJob(job.namespace(), "another"), ScaledJobStatus.refused("Any", "hangs"));
        writer.report(job.ref(), status(observed(7), NOW));
        await().untilAsserted(() -> assertThat(written()).containsEntry("triggersTypes", "test"));
        released.countDown();
    }

    @Test
    void a_failed_round_and_a_refused_job_make_it_not_ready_with_the_reason() {
        writer.onEvent(new AutoscalerEvent.RoundFailed(
                record(observed(7), NOW, RoundResult.FAILED, "the watch of jobs is not connected: HTTP 403")));
        await().untilAsserted(() -> assertThat(String.valueOf(written()))
                .contains("reason=ScaledJobCheckFailed", "the watch of jobs is not connected: HTTP 403"));
        DecisionRecord refused = record(
                observed(7),
                NOW,
                RoundResult.COMPLETED,
                "",
                new ExecutionOutcome(List.of(
                        JobOutcome.of("video-processor-1", JobOutcome.Status.CREATE_FAILED, "exceeded quota"))));
        writer.onEvent(new AutoscalerEvent.RoundCompleted(refused));
        await().untilAsserted(() -> assertThat(String.valueOf(written()))
                .contains("reason=KEDAJobCreateFailed", "jobs were not created: exceeded quota"));
    }

    private ScaledJobStatus status(TriggerReading reading, Instant at) {
        return ScaledJobStatus.of(job, record(reading, at, RoundResult.COMPLETED, ""), false);
    }

    private DecisionRecord record(TriggerReading reading, Instant at, RoundResult result, String message) {
        return record(reading, at, result, message, ExecutionOutcome.NOTHING);
    }

    private DecisionRecord record(
            TriggerReading reading, Instant at, RoundResult result, String message, ExecutionOutcome outcome) {
        return new DecisionRecord(
                job.ref(),
                1,
                at,
                at,
                RoundDurations.NONE,
                result,
                RoundCause.NONE,
                message,
                List.of(reading),
                Planner.plan(job, List.of(reading), JobCensus.empty(at), at),
                outcome,
                "");
    }

    private static TriggerReading observed(int backlog) {
        return new TriggerReading.Observed(
                "videos", MetricSpec.averageValue("s0-test", 1), new MetricSample(backlog, NOW));
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> written() {
        return (Map<String, Object>) cluster.direct()
                .genericKubernetesResources(KedaKinds.SCALED_JOBS)
                .inNamespace(cluster.namespace())
                .withName(job.name())
                .get()
                .getAdditionalProperties()
                .get("status");
    }
}
