// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit.story;

import static io.autoscale.testkit.AutoscaleAssertions.assertThat;
import static io.autoscale.testkit.story.Story.POLL;
import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.Autoscaler;
import io.autoscale.auth.AuthParameters;
import io.autoscale.auth.AuthProvider;
import io.autoscale.auth.Authentication;
import io.autoscale.auth.AuthenticationException;
import io.autoscale.auth.AuthenticationRef;
import io.autoscale.auth.AuthenticationRequest;
import io.autoscale.auth.PodIdentity;
import io.autoscale.auth.Secret;
import io.autoscale.engine.Registration;
import io.autoscale.event.DecisionRecord;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.source.SourceContext;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.testkit.InMemoryJobs;
import io.autoscale.testkit.ManualTime;
import io.autoscale.testkit.RecordingListener;
import io.autoscale.trigger.EnvironmentLookup;
import io.autoscale.trigger.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Credentials that change while their trigger is watched. */
class RotatedCredentialsTest {

    private final ManualTime time = new ManualTime();
    private final RecordingListener events = new RecordingListener();
    private final InMemoryJobs jobs = new InMemoryJobs(time);
    private final Vault vault = new Vault();
    private final List<Queue> sources = new ArrayList<>();
    private String accepted = "first";
    private String variable = "first";
    private int refusals;

    private Autoscaler autoscaler(AuthProvider provider) {
        return time.autoscaler()
                .authProvider(provider)
                .source(ScalerSourceFactory.of("queue", this::source))
                .listener(events)
                .build();
    }

    private static ScaledJob job(Trigger trigger) {
        return ScaledJob.builder("orders")
                .jobTemplate(JobTemplate.named("worker"))
                .pollingInterval(POLL)
                .trigger(trigger)
                .build();
    }

    private static ScaledJob job() {
        return job(Trigger.builder("queue")
                .authenticationRef(AuthenticationRef.of("queue-keys"))
                .build());
    }

    @Test
    void a_truncated_secret_is_masked_too() {
        ScalerSourceFactory echoing = ScalerSourceFactory.of(
                "queue",
                context -> ScalerSource.of(MetricSpec.averageValue("s0-queue", 1), () -> {
                    throw new ScalerException(
                            ScalerException.Kind.UNAVAILABLE,
                            "count 'PLANTED-T…' is no number" + "x".repeat(1_961) + "PLANTED-TOKEN");
                }));
        try (Autoscaler autoscaler = time.autoscaler()
                .authProvider(request ->
                        new Authentication(AuthParameters.of(Map.of("token", "PLANTED-TOKEN")), PodIdentity.none()))
                .source(echoing)
                .listener(events)
                .build()) {
            autoscaler.register(
                    ScaledJob.builder("orders")
                            .jobTemplate(templateWithVariable())
                            .pollingInterval(POLL)
                            .trigger(Trigger.builder("queue")
                                    .authenticationRef(AuthenticationRef.of("queue-keys"))
                                    .build())
                            .build(),
                    jobs);
            time.advance(POLL);
            assertThat(events.events().toString())
                    .contains("count '****…' is no number", "xxx****…")
                    .doesNotContain("PLANTED");
        }
    }

    @Test
    void a_secret_in_a_message_is_masked_in_every_output() {
        ScalerSourceFactory echoing = ScalerSourceFactory.of(
                "queue",
                context -> ScalerSource.of(MetricSpec.averageValue("s0-queue", 1), () -> {
                    throw new ScalerException(
                            ScalerException.Kind.AUTHENTICATION,
                            "answered 403 for PLANTED-TOKEN and PLANTED-VARIABLE\u001b[2J, " + "x".repeat(5_000));
                }));
        AuthProvider secrets =
                request -> new Authentication(AuthParameters.of(Map.of("token", "PLANTED-TOKEN")), PodIdentity.none());
        variable = "PLANTED-VARIABLE";
        ScaledJob job = ScaledJob.builder("orders")
                .jobTemplate(templateWithVariable())
                .pollingInterval(POLL)
                .trigger(Trigger.builder("queue")
                        .metadata("passwordFromEnv", "QUEUE_KEY")
                        .authenticationRef(AuthenticationRef.of("queue-keys"))
                        .build())
                .build();
        try (Autoscaler autoscaler = time.autoscaler()
                .authProvider(secrets)
                .source(echoing)
                .listener(events)
                .build()) {
            Registration registration = autoscaler.register(job, jobs);
            time.advance(POLL);
            String told = events.events() + " " + registration.health();
            assertThat(told)
                    .contains("answered 403 for **** and $(QUEUE_KEY)?[2J, xxx")
                    .doesNotContain("PLANTED", "x".repeat(2_000));
        }
    }

    @Test
    void a_rotated_secret_is_in_use_by_the_next_round_without_a_failed_call() {
        try (Autoscaler autoscaler = autoscaler(vault)) {
            autoscaler.register(job(), jobs);
            time.advance(POLL);
            vault.rotate("second");
            accepted = "second";
            time.advance(POLL);
            assertThat(sources).extracting(queue -> queue.key).containsExactly("first", "second");
            assertThat(sources.get(0).reads).isEqualTo(1);
            assertThat(sources.get(0).closes).isEqualTo(1);
            assertThat(sources.get(1).reads).isEqualTo(1);
            time.advance(Duration.ofHours(1));
        }
        assertThat(refusals).isZero();
        assertThat(sources).hasSize(2).allMatch(queue -> queue.closes == 1);
        assertThat(vault.resolutions).isEqualTo(2);
        assertThat(events.completed()).allMatch(record -> record.plan().demand().failedTriggers() == 0);
    }

    @Test
    void a_new_version_of_the_same_credentials_keeps_the_source() {
        try (Autoscaler autoscaler = autoscaler(vault)) {
            autoscaler.register(job(), jobs);
            time.advance(POLL);
            vault.rotate("first");
            time.advance(POLL);
            assertThat(vault.resolutions).isEqualTo(2);
            assertThat(sources).hasSize(1).allMatch(queue -> queue.closes == 0);
        }
    }

    @Test
    void a_missing_secret_fails_readings_without_a_call_and_is_used_at_once_when_restored() {
        try (Autoscaler autoscaler = autoscaler(vault)) {
            autoscaler.register(job(), jobs);
            time.advance(POLL);
            vault.gone = true;
            time.advance(Duration.ofMinutes(5));
            assertThat(sources.get(0).reads).isEqualTo(1);
            assertThat(lastSentence()).contains("left out: authentication (Secret shop/queue-keys is missing)");
            vault.gone = false;
            vault.rotate("second");
            accepted = "second";
            time.advance(POLL);
            assertThat(sources).hasSize(2);
            assertThat(sources.get(1).reads).isEqualTo(1);
        }
        assertThat(refusals).isZero();
    }

    @Test
    void revoked_credentials_are_not_used_while_the_new_ones_cannot_be_resolved() {
        try (Autoscaler autoscaler = autoscaler(vault)) {
            autoscaler.register(job(), jobs);
            time.advance(POLL);
            vault.rotate("second");
            accepted = "second";
            vault.unreadable = true;
            time.advance(POLL);
            assertThat(sources.get(0).reads).isEqualTo(1);
            assertThat(lastSentence()).contains("authentication (Secret shop/queue-keys cannot be read)");
            vault.unreadable = false;
            time.advance(POLL);
            assertThat(sources).hasSize(2);
        }
        assertThat(refusals).isZero();
        assertThat(sources).allMatch(queue -> queue.closes == 1);
    }

    @Test
    void a_source_with_an_open_circuit_is_read_as_soon_as_its_credentials_change() {
        accepted = "second";
        try (Autoscaler autoscaler = autoscaler(vault)) {
            autoscaler.register(job(), jobs);
            time.advance(Duration.ofHours(1));
            int refused = refusals;
            assertThat(refused).isBetween(3, 70);
            vault.rotate("second");
            time.advance(POLL);
            assertThat(refusals).isEqualTo(refused);
            assertThat(events.completed()
                            .get(events.completed().size() - 1)
                            .plan()
                            .demand()
                            .failedTriggers())
                    .isZero();
        }
    }

    @Test
    void a_provider_without_versions_is_called_again_after_an_authentication_failure() {
        AuthProvider withoutVersions = request -> vault.resolve(request);
        try (Autoscaler autoscaler = autoscaler(withoutVersions)) {
            autoscaler.register(job(), jobs);
            time.advance(POLL);
            vault.rotate("second");
            accepted = "second";
            time.advance(POLL.multipliedBy(2));
            assertThat(refusals).isEqualTo(1);
            assertThat(sources).extracting(queue -> queue.key).containsExactly("first", "second");
            time.advance(Duration.ofHours(1));
        }
        assertThat(refusals).isEqualTo(1);
        assertThat(vault.resolutions).isEqualTo(2);
    }

    @Test
    void a_changed_template_variable_is_read_again_after_an_authentication_failure() {
        ScaledJob job = job(Trigger.builder("queue")
                        .metadata("keyFromEnv", "QUEUE_KEY")
                        .build())
                .toBuilder()
                .jobTemplate(templateWithVariable())
                .build();
        try (Autoscaler autoscaler = autoscaler(AuthProvider.ownIdentity())) {
            autoscaler.register(job, jobs);
            time.advance(POLL);
            variable = "second";
            accepted = "second";
            time.advance(POLL.multipliedBy(2));
        }
        assertThat(refusals).isEqualTo(1);
        assertThat(sources).extracting(queue -> queue.key).containsExactly("first", "second");
    }

    private JobTemplate templateWithVariable() {
        return new JobTemplate() {
            @Override
            public String fingerprint() {
                return "worker";
            }

            @Override
            public EnvironmentLookup environment(String containerName) {
                return EnvironmentLookup.of(Map.of("QUEUE_KEY", variable));
            }
        };
    }

    private String lastSentence() {
        List<DecisionRecord> completed = events.completed();
        return completed.get(completed.size() - 1).sentence();
    }

    private ScalerSource source(SourceContext context) {
        String key = context.authentication()
                .parameters()
                .get("key")
                .map(Secret::reveal)
                .or(() -> context.environment().get("QUEUE_KEY"))
                .orElseThrow();
        Queue made = new Queue(key);
        sources.add(made);
        return made;
    }

    private final class Queue implements ScalerSource {
        private final String key;
        private int reads;
        private int closes;

        Queue(String key) {
            this.key = key;
        }

        @Override
        public MetricSpec metric() {
            return MetricSpec.averageValue("s0-queue", 1);
        }

        @Override
        public MetricSample sample() {
            assertThat(closes).isZero();
            reads++;
            if (!key.equals(accepted)) {
                refusals++;
                throw new ScalerException(ScalerException.Kind.AUTHENTICATION, "the key is refused");
            }
            return new MetricSample(0, time.instant());
        }

        @Override
        public void close() {
            closes++;
        }
    }

    private static final class Vault implements AuthProvider {
        private String key = "first";
        private int version;
        private boolean gone;
        private boolean unreadable;
        private int resolutions;

        void rotate(String next) {
            key = next;
            version++;
        }

        @Override
        public Authentication resolve(AuthenticationRequest request) {
            if (unreadable) {
                throw new AuthenticationException("Secret shop/queue-keys cannot be read");
            }
            resolutions++;
            return new Authentication(AuthParameters.of(Map.of("key", key)), PodIdentity.none());
        }

        @Override
        public Object version(AuthenticationRequest request) {
            if (gone) {
                throw new AuthenticationException("Secret shop/queue-keys is missing");
            }
            return version;
        }
    }
}
