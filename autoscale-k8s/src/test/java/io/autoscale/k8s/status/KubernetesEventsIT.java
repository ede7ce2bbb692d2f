// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.autoscale.Autoscaler;
import io.autoscale.event.AutoscalerEvent.RegistrationChange;
import io.autoscale.event.AutoscalerEvent.RegistrationChanged;
import io.autoscale.k8s.job.KubernetesJobTemplate;
import io.autoscale.k8s.job.KubernetesJobs;
import io.autoscale.k8s.server.FaultProxy.Fault;
import io.autoscale.k8s.server.TestCluster;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.spec.ScaledJob;
import io.autoscale.testkit.ManualTime;
import io.autoscale.trigger.Trigger;
import io.autoscale.workload.WorkloadRef;
import io.fabric8.kubernetes.api.model.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KubernetesEventsIT {

    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");

    private final AtomicInteger backlog = new AtomicInteger();
    private final ManualTime time = new ManualTime();
    private TestCluster cluster;
    private KubernetesEvents events;

    @BeforeEach
    void start() {
        cluster = new TestCluster();
        events = KubernetesEvents.create(cluster.client(), InvolvedObjects.scaledJobs(), time);
    }

    @AfterEach
    void stop() {
        events.close();
        cluster.close();
    }

    @Test
    void events_report_how_many_jobs_were_really_created() {
        AtomicInteger posts = new AtomicInteger();
        cluster.proxy()
                .faults(request -> request.toString().startsWith("POST /apis/batch") && posts.incrementAndGet() > 3
                        ? Fault.answer(403, "Forbidden", "exceeded quota: jobs")
                        : Fault.NONE);
        backlog.set(100);
        scale();
        await().untilAsserted(() -> assertThat(said("KEDAJobsCreated")).containsExactly("Created 3 jobs of 100"));
        await().untilAsserted(() -> assertThat(said("KEDAJobCreateFailed"))
                .containsExactly("97 of 100 jobs were not created: 403 exceeded quota: jobs"));
        assertThat(said("ScaledJobActive")).hasSize(1);
    }

    @Test
    void a_trigger_that_cannot_be_read_is_named() {
        backlog.set(-1);
        scale();
        await().untilAsserted(() ->
                assertThat(said("KEDAScalerFailed")).containsExactly("trigger videos: the queue is gone"));
    }

    @Test
    void a_registration_emits_the_keda_events_for_start_pause_resume_and_end() {
        ScaledJob job = job();
        for (RegistrationChange change : RegistrationChange.values()) {
            events.onEvent(new RegistrationChanged(job, time.instant(), change));
        }
        await().untilAsserted(() -> assertThat(all())
                .extracting(event -> event.getReason())
                .containsExactlyInAnyOrder(
                        "KEDAScalersStarted",
                        "ScaledJobReady",
                        "ScaledJobPaused",
                        "ScaledJobUnpaused",
                        "KEDAScalersStopped"));
    }

    @Test
    void repeated_events_are_counted_and_written_after_ten_minutes() {
        WorkloadRef workload = WorkloadRef.scaledJob(cluster.namespace(), "video-processor");
        for (int i = 0; i < 50; i++) {
            events.say(workload, true, "ScaledJobCheckFailed", "no such queue");
        }
        await().until(() -> said("ScaledJobCheckFailed").size() == 1);
        time.advance(Duration.ofMinutes(10));
        events.say(workload, true, "ScaledJobCheckFailed", "no such queue");
        await().untilAsserted(() -> assertThat(all()).singleElement().satisfies(event -> {
            assertThat(event.getCount()).isEqualTo(51);
            assertThat(event.getType()).isEqualTo("Warning");
            assertThat(event.getInvolvedObject().getKind()).isEqualTo("ScaledJob");
        }));
        assertThat(cluster.proxy().requests().stream().filter(request -> request.isWrite()))
                .hasSize(2);
    }

    @Test
    void closing_leaves_no_thread_behind() {
        events.say(WorkloadRef.scaledJob(cluster.namespace(), "x"), false, "KEDAScalersStarted", "started");
        events.close();
        assertThat(all()).hasSize(1);
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("autoscale-events"));
    }

    private void scale() {
        try (KubernetesJobs jobs = KubernetesJobs.create(cluster.client());
                Autoscaler autoscaler = Autoscaler.builder()
                        .source(ScalerSourceFactory.of("test", context -> source()))
                        .listener(events)
                        .build()) {
            autoscaler.register(job(), jobs).triggerNow();
            await().until(() -> autoscaler.registrations().get(0).lastDecision().isPresent());
        }
    }

    private ScaledJob job() {
        return ScaledJob.builder("video-processor")
                .namespace(cluster.namespace())
                .jobTemplate(KubernetesJobTemplate.container("encoder", "encoder:1", "encode"))
                .trigger(Trigger.builder("test").name("videos").build())
                .build();
    }

    private ScalerSource source() {
        return ScalerSource.of(MetricSpec.averageValue("s0-test", 1), () -> {
            if (backlog.get() < 0) {
                throw new ScalerException(ScalerException.Kind.NOT_FOUND, "the queue is gone");
            }
            return new MetricSample(backlog.get(), NOW);
        });
    }

    private List<String> said(String reason) {
        return all().stream()
                .filter(event -> event.getReason().equals(reason))
                .map(Event::getMessage)
                .toList();
    }

    private List<Event> all() {
        return cluster.direct()
                .v1()
                .events()
                .inNamespace(cluster.namespace())
                .list()
                .getItems();
    }
}
