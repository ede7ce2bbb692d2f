// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.status;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.autoscale.plan.Planner;
import io.autoscale.source.ScalerException;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.trigger.Trigger;
import io.autoscale.workload.JobCensus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
        writer = new StatusWriter(cluster.client());
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
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void a_hundred_rounds_in_steady_state_cost_one_write() {
        for (int round = 0; round < 100; round++) {
            writer.write(job.ref(), status(observed(7), NOW.plusSeconds(30L * round)));
        }
        assertThat(cluster.proxy().count("PATCH")).isEqualTo(1);
        writer.write(job.ref(), status(observed(0), NOW.plusSeconds(3_000)));
        assertThat(cluster.proxy().count("PATCH")).isEqualTo(2);
        // the time of the last activity is written with the change that ends it
        assertThat(written()).containsEntry("lastActiveTime", "2030-01-01T12:49:30Z");
    }

    @Test
    void the_status_fields_match_keda() {
        writer.write(job.ref(), status(observed(7), NOW));
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
    void a_write_that_fails_is_tried_again_by_the_next_round() {
        cluster.proxy().faults(request -> Fault.answer(503, "ServiceUnavailable", "later"));
        writer.write(job.ref(), status(observed(7), NOW));
        cluster.proxy().faults(request -> Fault.NONE);
        writer.write(job.ref(), status(observed(7), NOW));
        assertThat(written()).containsEntry("triggersTypes", "test");
    }

    private ScaledJobStatus status(TriggerReading reading, Instant at) {
        DecisionRecord round = new DecisionRecord(
                job.ref(),
                1,
                at,
                at,
                RoundDurations.NONE,
                RoundResult.COMPLETED,
                RoundCause.NONE,
                "",
                List.of(reading),
                Planner.plan(job, List.of(reading), JobCensus.empty(at), at),
                ExecutionOutcome.NOTHING);
        return ScaledJobStatus.of(job, round, false);
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
