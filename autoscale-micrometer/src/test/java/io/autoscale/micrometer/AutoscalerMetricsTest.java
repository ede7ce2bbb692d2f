// SPDX-License-Identifier: Apache-2.0
package io.autoscale.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.Autoscaler;
import io.autoscale.engine.Registration;
import io.autoscale.event.AutoscalerEvent.RoundCompleted;
import io.autoscale.source.ScalerException;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.spec.ScaledJobBuilder;
import io.autoscale.strategy.ScalingDecision;
import io.autoscale.testkit.FakeSource;
import io.autoscale.testkit.InMemoryJobs;
import io.autoscale.testkit.InMemoryJobs.CreateFault;
import io.autoscale.testkit.ManualTime;
import io.autoscale.trigger.Trigger;
import io.autoscale.workload.Removal;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AutoscalerMetricsTest {

    private static final Duration POLL = Duration.ofSeconds(10);
    private static final String JOB = "namespace=\"media\",scaled_job=\"orders\"";

    private final ManualTime time = new ManualTime();
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), new Clock() {
                @Override
                public long wallTime() {
                    return time.instant().toEpochMilli();
                }

                @Override
                public long monotonicTime() {
                    return Duration.between(ManualTime.START, time.instant()).toNanos();
                }
            });
    private final FakeSource queue = FakeSource.named("orders").set(0);
    private final InMemoryJobs jobs = new InMemoryJobs(time);
    private AutoscalerMetrics metrics = AutoscalerMetrics.of(registry);
    private Autoscaler autoscaler;

    @AfterEach
    void stop() {
        if (autoscaler != null) {
            autoscaler.close();
        }
        metrics.close();
        assertThat(registry.getMeters()).isEmpty();
    }

    private Registration register(ScaledJobBuilder job) {
        autoscaler = time.autoscaler()
                .source(queue.factory("orders"))
                .listener(metrics)
                .build();
        return autoscaler.register(job.build(), jobs);
    }

    private static ScaledJobBuilder orders() {
        return ScaledJob.builder("orders")
                .namespace("media")
                .jobTemplate(JobTemplate.named("order-worker"))
                .pollingInterval(POLL)
                .maxReplicaCount(5)
                .trigger(FakeSource.trigger("orders"));
    }

    @Test
    void a_round_is_recorded_with_its_numbers() {
        queue.set(12);
        Registration registration = register(orders());
        time.advance(POLL);
        assertThat(scrape())
                .contains(
                        "autoscale_rounds_seconds_count{cause=\"none\",namespace=\"media\",result=\"completed\",scaled_job=\"orders\"} 1",
                        "autoscale_reads_seconds_count{namespace=\"media\",outcome=\"success\",scaled_job=\"orders\",trigger=\"orders[0]\"} 1",
                        "autoscale_trigger_value{" + JOB + ",trigger=\"orders[0]\"} 12.0",
                        "autoscale_breaker_state{" + JOB + ",trigger=\"orders[0]\"} 0.0",
                        "autoscale_backlog{" + JOB + "} 12.0",
                        "autoscale_jobs_desired{" + JOB + "} 5.0",
                        "autoscale_jobs_max{" + JOB + "} 5.0",
                        "autoscale_polling_interval_seconds{" + JOB + "} 10.0",
                        "autoscale_jobs_unfinished{" + JOB + "} 0.0",
                        "autoscale_jobs_creations_total{" + JOB + "} 5.0",
                        "autoscale_jobs_failures_total{" + JOB + ",step=\"create\"} 0.0",
                        "autoscale_round_lateness_seconds{" + JOB + "} 0.0",
                        "autoscale_paused{" + JOB + "} 0.0");
        time.advance(POLL);
        assertThat(scrape())
                .contains("autoscale_jobs_unfinished{" + JOB + "} 5.0", "autoscale_jobs_pending{" + JOB + "} 5.0");
        Instant last = registration.lastDecision().orElseThrow().finishedAt();
        assertThat(registry.get("autoscale.round.age").gauge().value())
                .isEqualTo(Duration.between(last, time.instant()).toMillis() / 1_000.0);
    }

    @Test
    void what_is_not_known_is_not_a_number() {
        queue.set(3);
        register(orders());
        time.advance(POLL);
        queue.fail(ScalerException.Kind.THROTTLED, "slow down");
        time.advance(POLL);
        assertThat(scrape())
                .contains(
                        "autoscale_reads_seconds_count{namespace=\"media\",outcome=\"throttled\",scaled_job=\"orders\",trigger=\"orders[0]\"} 1",
                        "autoscale_trigger_value{" + JOB + ",trigger=\"orders[0]\"} NaN",
                        "autoscale_backlog{" + JOB + "} NaN",
                        "autoscale_jobs_desired{" + JOB + "} NaN",
                        "autoscale_jobs_unfinished{" + JOB + "} 3.0");
        jobs.failingCensus(true);
        time.advance(POLL);
        assertThat(scrape())
                .contains(
                        "autoscale_rounds_seconds_count{cause=\"census_failed\",namespace=\"media\",result=\"failed\",scaled_job=\"orders\"} 1",
                        "autoscale_jobs_unfinished{" + JOB + "} NaN");
    }

    @Test
    void an_open_breaker_a_bound_a_pause_and_refused_jobs_are_visible() {
        queue.set(2);
        jobs.faults(name -> name.endsWith("1") ? CreateFault.REFUSED : CreateFault.NONE);
        Registration registration =
                register(orders().scalingStrategy(in -> ScalingDecision.create(in.backlog() * 10, "many")));
        time.advance(POLL);
        assertThat(scrape())
                .contains(
                        "autoscale_jobs_failures_total{" + JOB + ",step=\"create\"} 1.0",
                        "autoscale_plan_clamped_total{namespace=\"media\",reason=\"max_replica_count\",scaled_job=\"orders\"} 1.0");
        queue.fail(ScalerException.Kind.UNAVAILABLE, "gone");
        time.advance(POLL.multipliedBy(5));
        assertThat(scrape()).contains("autoscale_breaker_state{" + JOB + ",trigger=\"orders[0]\"} 2.0");
        registration.pause();
        time.advance(POLL);
        assertThat(scrape())
                .contains(
                        "autoscale_paused{" + JOB + "} 1.0",
                        "autoscale_jobs_unfinished{" + JOB + "} NaN",
                        "autoscale_rounds_seconds_count{cause=\"paused\",namespace=\"media\",result=\"skipped\",scaled_job=\"orders\"} 1");
        registration.resume();
        assertThat(scrape()).contains("autoscale_paused{" + JOB + "} 0.0");
    }

    @Test
    void the_meters_of_a_removed_scaled_job_or_trigger_are_gone() {
        metrics.close();
        metrics = AutoscalerMetrics.builder(registry).kedaSeries(true).build();
        queue.set(1);
        Registration registration = register(orders().trigger(named("second")));
        time.advance(POLL);
        assertThat(tagged("trigger", "second")).isNotEmpty();
        registration.update(orders().maxReplicaCount(7).build());
        assertThat(tagged("trigger", "second")).isEmpty();
        assertThat(tagged("scaler", "second")).isEmpty();
        time.advance(POLL);
        assertThat(scrape())
                .contains("autoscale_jobs_max{" + JOB + "} 7.0", "keda_trigger_registered_total{type=\"orders\"} 1.0");
        assertThat(registration.remove(Removal.ORPHAN)).isCompleted();
        assertThat(scrape())
                .contains(
                        "keda_resource_registered_total{namespace=\"media\",type=\"scaled_job\"} 0.0",
                        "keda_trigger_registered_total{type=\"orders\"} 0.0");
        assertThat(registry.getMeters()).hasSize(2);
    }

    @Test
    void the_series_of_keda_have_its_names_and_labels() {
        metrics.close();
        metrics = AutoscalerMetrics.builder(registry).kedaSeries(true).build();
        queue.set(4);
        register(orders());
        time.advance(POLL);
        String labels = "metric=\"s0-orders\",namespace=\"media\",scaledObject=\"orders\",scaler=\"orders\","
                + "triggerIndex=\"0\",type=\"scaledjob\"";
        assertThat(scrape())
                .contains(
                        "keda_scaler_active{" + labels + "} 1.0",
                        "keda_scaler_metrics_value{" + labels + "} 4.0",
                        "keda_scaler_metrics_latency_seconds{" + labels + "} 0.0",
                        "keda_scaler_detail_errors_total{" + labels + "} 0.0",
                        "keda_scaled_job_errors_total{namespace=\"media\",scaledJob=\"orders\"} 0.0",
                        "keda_internal_scale_loop_latency_seconds{namespace=\"media\",resource=\"orders\","
                                + "type=\"scaledjob\"} 0.0",
                        "keda_resource_registered_total{namespace=\"media\",type=\"scaled_job\"} 1.0",
                        "keda_trigger_registered_total{type=\"orders\"} 1.0");
        queue.fail(ScalerException.Kind.UNAVAILABLE, "gone");
        time.advance(POLL);
        assertThat(scrape())
                .contains(
                        "keda_scaler_detail_errors_total{" + labels + "} 1.0",
                        "keda_scaled_job_errors_total{namespace=\"media\",scaledJob=\"orders\"} 1.0");
    }

    @Test
    void the_label_of_the_trigger_can_be_left_out() {
        metrics.close();
        metrics = AutoscalerMetrics.builder(registry).perTrigger(false).build();
        queue.set(1);
        register(orders().trigger(named("second")));
        time.advance(POLL);
        assertThat(scrape())
                .contains(
                        "autoscale_reads_seconds_count{namespace=\"media\",outcome=\"success\",scaled_job=\"orders\"} 2")
                .noneMatch(line -> line.contains("trigger="));
    }

    @Test
    void a_label_is_bounded_and_has_no_control_characters() {
        metrics.close();
        metrics = AutoscalerMetrics.builder(registry).kedaSeries(true).build();
        queue.set(1);
        register(orders().trigger(named("a\nb" + "x".repeat(100_000))));
        time.advance(POLL);
        assertThat(registry.getMeters())
                .flatExtracting(meter -> meter.getId().getTags())
                .allSatisfy(
                        tag -> assertThat(tag.getValue()).hasSizeLessThan(300).doesNotContain("\n"));
        assertThat(registry.get("autoscale.trigger.value").gauges())
                .extracting(gauge -> gauge.value())
                .containsExactlyInAnyOrder(1.0, 1.0);
    }

    @Test
    void an_event_of_a_scaled_job_that_has_ended_brings_no_meter_back() {
        queue.set(1);
        Registration registration = register(orders());
        time.advance(POLL);
        var late = new RoundCompleted(registration.lastDecision().orElseThrow());
        registration.close();
        metrics.onEvent(late);
        assertThat(registry.getMeters()).isEmpty();
    }

    private static Trigger named(String name) {
        return Trigger.builder("orders").name(name).build();
    }

    private List<Meter> tagged(String key, String value) {
        return registry.getMeters().stream()
                .filter(meter -> value.equals(meter.getId().getTag(key)))
                .toList();
    }

    private List<String> scrape() {
        return registry.scrape().lines().toList();
    }
}
