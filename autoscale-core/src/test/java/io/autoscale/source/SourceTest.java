// SPDX-License-Identifier: Apache-2.0
package io.autoscale.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.autoscale.auth.AuthParameters;
import io.autoscale.auth.Authentication;
import io.autoscale.auth.PodIdentity;
import io.autoscale.given.Given;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.trigger.EnvironmentLookup;
import io.autoscale.trigger.Trigger;
import io.autoscale.validation.InvalidConfigurationException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceTest {

    private static final Instant AT = Given.NOW;
    private static final MetricSpec SPEC = MetricSpec.averageValue("m", 5);
    private static final SourceContext CONTEXT = new SourceContext(
            Given.trigger(), 0, Authentication.none(), EnvironmentLookup.none(), InstantSource.fixed(AT));

    @ParameterizedTest
    @CsvSource({
        "CONFIGURATION, false",
        "AUTHENTICATION, false",
        "NOT_SENT, true",
        "THROTTLED, true",
        "NOT_FOUND, false",
        "UNAVAILABLE, true",
        "BAD_DATA, true",
    })
    void a_failure_kind_is_transient_or_not(ScalerException.Kind kind, boolean transientFault) {
        assertThat(kind.isTransient()).isEqualTo(transientFault);
        assertThat(ScalerException.Kind.values()).hasSize(7);
    }

    @Test
    void an_exception_has_a_kind() {
        Throwable cause = new IllegalStateException("below");
        ScalerException e = new ScalerException(ScalerException.Kind.NOT_FOUND, "no queue", cause);

        assertThat(e).hasMessage("no queue").hasCause(cause);
        assertThat(e.kind()).isEqualTo(ScalerException.Kind.NOT_FOUND);
        assertThat(new ScalerException(ScalerException.Kind.BAD_DATA, "x")).hasNoCause();
        assertThatNullPointerException()
                .isThrownBy(() -> new ScalerException(null, "x"))
                .withMessage("kind");
    }

    @Test
    void a_source_and_a_factory_can_be_functions() {
        MetricSample sample = new MetricSample(3, AT);
        ScalerSource source = ScalerSource.of(SPEC, () -> sample);
        ScalerSourceFactory factory = ScalerSourceFactory.of("mine", context -> source);
        source.close();

        assertThat(source.metric()).isEqualTo(SPEC);
        assertThat(source.sample()).isSameAs(sample);
        assertThat(factory.triggerType()).isEqualTo("mine");
        assertThat(factory.create(CONTEXT)).isSameAs(source);
    }

    @Test
    void a_reading_has_a_label_and_a_time() {
        TriggerReading seen = new TriggerReading.Observed("q", SPEC, new MetricSample(0.5, AT));
        TriggerReading idle = new TriggerReading.Observed("q", SPEC, new MetricSample(0, AT));
        TriggerReading failed = new TriggerReading.Failed("f", ScalerException.Kind.THROTTLED, "slow down", AT);

        assertThat(seen.trigger()).isEqualTo("q");
        assertThat(seen.at()).isEqualTo(AT);
        assertThat(((TriggerReading.Observed) seen).isActive()).isTrue();
        assertThat(((TriggerReading.Observed) idle).isActive()).isFalse();
        assertThat(failed.trigger()).isEqualTo("f");
        assertThat(failed.at()).isEqualTo(AT);
    }

    @Test
    void the_parts_of_a_reading_are_required() {
        MetricSample sample = new MetricSample(0, AT);
        ScalerException.Kind kind = ScalerException.Kind.THROTTLED;

        assertMissing(() -> new TriggerReading.Observed(null, SPEC, sample), "trigger");
        assertMissing(() -> new TriggerReading.Observed("q", null, sample), "metric");
        assertMissing(() -> new TriggerReading.Observed("q", SPEC, null), "sample");
        assertMissing(() -> new TriggerReading.Failed(null, kind, "m", AT), "trigger");
        assertMissing(() -> new TriggerReading.Failed("q", null, "m", AT), "kind");
        assertMissing(() -> new TriggerReading.Failed("q", kind, null, AT), "message");
        assertMissing(() -> new TriggerReading.Failed("q", kind, "m", null), "at");
    }

    @Test
    void the_parts_of_a_context_are_required() {
        Trigger trigger = CONTEXT.trigger();
        Authentication none = Authentication.none();
        EnvironmentLookup empty = EnvironmentLookup.none();
        InstantSource clock = CONTEXT.clock();

        assertMissing(() -> new SourceContext(null, 0, none, empty, clock), "trigger");
        assertMissing(() -> new SourceContext(trigger, 0, null, empty, clock), "authentication");
        assertMissing(() -> new SourceContext(trigger, 0, none, null, clock), "environment");
        assertMissing(() -> new SourceContext(trigger, 0, none, empty, null), "clock");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SourceContext(trigger, -1, none, empty, clock))
                .withMessage("index: '-1' is not valid, expected >= 0");
    }

    @Test
    void a_context_prints_no_secret() {
        Trigger trigger =
                Trigger.builder("x").metadata("awsSecretAccessKey", "hunter2").build();
        Authentication authentication =
                new Authentication(AuthParameters.of(Map.of("password", "hunter2")), PodIdentity.none());
        EnvironmentLookup environment = EnvironmentLookup.of(Map.of("PASSWORD", "hunter2"));

        assertThat(new SourceContext(trigger, 0, authentication, environment, CONTEXT.clock()).toString())
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "0, PT20S, PT10M, \"failuresToOpen: '0' is not valid, expected a whole number >= 1\"",
                "1, PT0S, PT10M, \"firstWait: 'PT0S' is not valid, expected at least a millisecond\"",
                "1, PT0.0009S, PT10M, \"firstWait: 'PT0.0009S' is not valid, expected at least a millisecond\"",
                "1, PT20S, PT19S, \"longestWait: 'PT19S' is not valid, expected at least firstWait PT20S\"",
            })
    void the_numbers_of_a_guard_are_checked(int failures, Duration first, Duration longest, String error) {
        InvalidConfigurationException e = catchThrowableOfType(
                InvalidConfigurationException.class, () -> new GuardPolicy(failures, first, longest));

        assertThat(e).hasMessage("GuardPolicy has 1 error:\n  - " + error);
    }

    @Test
    void the_edges_of_a_guard_are_allowed() {
        Duration longest = Duration.ofSeconds(Long.MAX_VALUE);

        assertThat(new GuardPolicy(1, longest, longest).firstWait()).isEqualTo(longest);
        assertThat(new GuardPolicy(1, Duration.ofMillis(1), Duration.ofMillis(1)).failuresToOpen())
                .isEqualTo(1);
        assertThat(GuardPolicy.DEFAULT).isEqualTo(new GuardPolicy(3, Duration.ofSeconds(20), Duration.ofMinutes(1)));
    }

    private static void assertMissing(Runnable construction, String part) {
        assertThatNullPointerException().isThrownBy(construction::run).withMessage(part);
    }

    @Test
    void a_source_made_of_lambdas_can_be_closed() {
        AtomicInteger closed = new AtomicInteger();
        MetricSpec metric = MetricSpec.averageValue("orders", 1);
        ScalerSource.of(metric, () -> null, closed::incrementAndGet).close();
        ScalerSource.of(metric, () -> null).close();
        assertThat(closed).hasValue(1);
    }
}
