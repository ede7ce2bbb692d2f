// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit.story;

import static io.autoscale.testkit.AutoscaleAssertions.assertThat;
import static io.autoscale.testkit.story.Story.POLL;
import static io.autoscale.testkit.story.Story.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.autoscale.Autoscaler;
import io.autoscale.auth.AuthenticationException;
import io.autoscale.event.AutoscalerEvent;
import io.autoscale.event.AutoscalerEvent.ConfigurationWarning;
import io.autoscale.event.AutoscalerListener;
import io.autoscale.metric.ActivationThreshold;
import io.autoscale.metric.InFlightCounting;
import io.autoscale.metric.MetricSpec;
import io.autoscale.metric.MetricTarget;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.spec.ScaledJob;
import io.autoscale.strategy.ScalingDecision;
import io.autoscale.strategy.ScalingStrategy;
import io.autoscale.strategy.StrategyInput;
import io.autoscale.testkit.FakeSource;
import io.autoscale.testkit.InMemoryJobs;
import io.autoscale.testkit.ManualTime;
import io.autoscale.testkit.RecordingListener;
import io.autoscale.trigger.Trigger;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests strategies with triggers that count messages in flight or do not. */
class InFlightCountingTest {

    private final ManualTime time = new ManualTime();
    private final RecordingListener events = new RecordingListener();
    private final InMemoryJobs jobs = new InMemoryJobs(time);

    private static FakeSource queue(InFlightCounting counting) {
        return FakeSource.of(new MetricSpec("s0-q", MetricTarget.averageValue(1), ActivationThreshold.ZERO, counting));
    }

    private static ScaledJob job(ScalingStrategy strategy) {
        return orders().triggers(List.of(Trigger.builder("queue").name("q").build()))
                .scalingStrategy(strategy)
                .build();
    }

    private List<ConfigurationWarning> warnings() {
        return events.events(ConfigurationWarning.class);
    }

    private Autoscaler autoscaler(ScalerSourceFactory source) {
        return time.autoscaler().source(source).listener(events).build();
    }

    @Test
    void accurate_with_messages_in_flight_counted_is_warned_about_once_at_registration() {
        ScaledJob job = job(ScalingStrategy.accurate());
        try (Autoscaler autoscaler = autoscaler(queue(InFlightCounting.COUNTED).factory("queue"))) {
            autoscaler.register(job, jobs);
            assertThat(events.events(ConfigurationWarning.class))
                    .containsExactly(new ConfigurationWarning(
                            job.ref(),
                            "q",
                            time.instant(),
                            "trigger 'q' counts messages in flight, but strategy accurate expects a number without"
                                    + " them: the same message would start several jobs; set scaleOnInFlight to false"
                                    + " where the trigger has it, or use strategy default"));
            time.advance(Duration.ofHours(1));
        }
        assertThat(events.completed()).hasSize(360);
        assertThat(warnings()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "default, COUNTED, 0",
        "default, NOT_COUNTED, 1",
        "default, UNKNOWN, 0",
        "accurate, COUNTED, 1",
        "accurate, NOT_COUNTED, 0",
        "accurate, UNKNOWN, 0",
        "eager, COUNTED, 1",
        "eager, NOT_COUNTED, 0",
        "eager, UNKNOWN, 0",
        "eagerCorrected, COUNTED, 0",
        "eagerCorrected, NOT_COUNTED, 1",
        "eagerCorrected, UNKNOWN, 0",
    })
    void a_metric_that_does_not_match_the_strategy_causes_a_warning(
            String strategy, InFlightCounting counting, int warnings) {
        assertThat(warningsOf(ScalingStrategy.fromText(strategy).orElseThrow(), counting))
                .hasSize(warnings)
                .allMatch(text -> text.contains("strategy " + strategy + " expects"));
    }

    @ParameterizedTest
    @CsvSource({"COUNTED", "NOT_COUNTED", "UNKNOWN"})
    void a_strategy_that_accepts_any_counting_causes_no_warning(InFlightCounting counting) {
        assertThat(warningsOf(ScalingStrategy.custom(0, 0.5), counting)).isEmpty();
        assertThat(warningsOf(in -> ScalingDecision.create(in.desiredJobs(), "all"), counting))
                .isEmpty();
    }

    @Test
    void a_custom_strategy_can_declare_its_expected_counting() {
        ScalingStrategy own = new ScalingStrategy() {
            @Override
            public ScalingDecision decide(StrategyInput input) {
                return ScalingDecision.create(input.desiredJobs() - input.runningJobs(), "own");
            }

            @Override
            public InFlightCounting expectedInFlightCounting() {
                return InFlightCounting.COUNTED;
            }
        };
        assertThat(warningsOf(own, InFlightCounting.NOT_COUNTED))
                .containsExactly("trigger 'q' leaves out messages in flight, but strategy custom function expects a"
                        + " number with them: a new message would wait until running jobs end; set scaleOnInFlight to"
                        + " true where the trigger has it, or use strategy accurate");
    }

    private List<String> warningsOf(ScalingStrategy strategy, InFlightCounting counting) {
        RecordingListener heard = new RecordingListener();
        try (Autoscaler autoscaler = time.autoscaler()
                .source(queue(counting).factory("queue"))
                .listener(heard)
                .build()) {
            autoscaler.register(job(strategy), new InMemoryJobs(time));
            time.advance(POLL);
        }
        return heard.events(ConfigurationWarning.class).stream()
                .map(ConfigurationWarning::message)
                .toList();
    }

    @Test
    void a_source_not_created_at_registration_is_checked_when_first_read() {
        FakeSource queue = queue(InFlightCounting.COUNTED).fail(ScalerException.Kind.UNAVAILABLE, "down");
        AtomicBoolean credentials = new AtomicBoolean();
        ScalerSourceFactory factory = ScalerSourceFactory.of("queue", context -> {
            if (!credentials.get()) {
                throw new AuthenticationException("no credentials yet");
            }
            return queue;
        });
        try (Autoscaler autoscaler = autoscaler(factory)) {
            autoscaler.register(job(ScalingStrategy.accurate()), jobs);
            time.advance(POLL);
            assertThat(warnings()).isEmpty();
            credentials.set(true);
            time.advance(POLL);
            assertThat(warnings()).as("made, and not read").isEmpty();
            queue.set(1);
            time.advance(Duration.ofMinutes(20));
        }
        assertThat(warnings()).hasSize(1);
    }

    @Test
    void each_warning_names_its_trigger() {
        FakeSource counts = queue(InFlightCounting.COUNTED);
        FakeSource says = queue(InFlightCounting.NOT_COUNTED);
        ScaledJob job = orders().triggers(List.of(
                        Trigger.builder("counts").build(),
                        Trigger.builder("says").build(),
                        Trigger.builder("counts").name("second").build()))
                .scalingStrategy(ScalingStrategy.accurate())
                .build();
        try (Autoscaler autoscaler = time.autoscaler()
                .source(counts.factory("counts"))
                .source(says.factory("says"))
                .listener(events)
                .build()) {
            autoscaler.register(job, jobs);
            counts.set(3);
            time.advance(POLL);
        }
        assertThat(warnings()).extracting(ConfigurationWarning::trigger).containsExactly("counts[0]", "second");
        assertThat(jobs).createdExactly(3);
    }

    @Test
    void the_logging_listener_warns_in_the_log() {
        PrintStream standardError = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            AutoscalerListener.logging()
                    .onEvent(new ConfigurationWarning(
                            job(ScalingStrategy.accurate()).ref(), "q", time.instant(), "trigger 'q' counts"));
        } finally {
            System.setErr(standardError);
        }
        assertThat(log.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce("WARN")
                .contains("orders")
                .contains("trigger 'q' counts");
    }

    @Test
    void a_second_registration_of_the_same_job_is_refused_without_another_warning() {
        try (Autoscaler autoscaler = autoscaler(queue(InFlightCounting.COUNTED).factory("queue"))) {
            autoscaler.register(job(ScalingStrategy.accurate()), jobs);
            assertThatIllegalStateException()
                    .isThrownBy(() -> autoscaler.register(job(ScalingStrategy.accurate()), jobs));
        }
        assertThat(warnings()).hasSize(1);
    }

    @Test
    void accurate_without_in_flight_messages_creates_five_jobs_for_five_new_messages_on_the_next_tick() {
        FakeSource visible = queue(InFlightCounting.NOT_COUNTED);
        try (Autoscaler autoscaler = autoscaler(visible.factory("queue"))) {
            autoscaler.register(job(ScalingStrategy.accurate()), jobs);
            visible.set(10);
            time.advance(POLL);
            jobs.store().startAll();
            visible.set(0);
            time.advance(POLL.multipliedBy(100));
            assertThat(jobs).createdExactly(10).hasUnfinished(10);
            visible.set(5);
            time.advance(POLL);
            assertThat(jobs).createdExactly(15);
        }
        assertThat(warnings()).isEmpty();
    }

    @Test
    void the_consequence_in_the_warning_is_accurate() {
        FakeSource queue = queue(InFlightCounting.COUNTED);
        try (Autoscaler autoscaler = autoscaler(queue.factory("queue"))) {
            autoscaler.register(
                    job(ScalingStrategy.accurate()).toBuilder()
                            .claimTimeout(Duration.ZERO)
                            .build(),
                    jobs);
            queue.set(10);
            time.advance(POLL);
            jobs.store().startAll();
            assertThat(jobs).createdExactly(10);
            time.advance(POLL);
            assertThat(jobs).createdExactly(20);
        }
        assertThat(events.events(AutoscalerEvent.RoundFailed.class)).isEmpty();
    }

    @Test
    void claims_delay_excess_jobs_but_do_not_prevent_them() {
        FakeSource queue = queue(InFlightCounting.COUNTED);
        try (Autoscaler autoscaler = autoscaler(queue.factory("queue"))) {
            autoscaler.register(job(ScalingStrategy.accurate()), jobs);
            queue.set(10);
            time.advance(POLL);
            jobs.store().startAll();
            time.advance(ScaledJob.DEFAULT_CLAIM_TIMEOUT);
            assertThat(jobs).createdExactly(10);
            time.advance(POLL);
            assertThat(jobs).createdExactly(20);
        }
    }
}
