// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.autoscale.auth.PodIdentity;
import io.autoscale.auth.RoleToAssume;
import io.autoscale.aws.emulator.StsCall;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Tests assumed roles with an STS that rejects calls and a CloudWatch that accepts only keys issued
 * by that STS.
 */
class AssumedRolesIT {

    private final Roles world = new Roles().ownKeys();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void a_role_is_assumed_with_its_external_id_session_name_tags_and_duration() {
        world.sts
                .role(Roles.READER)
                .trusts(Roles.CONTROLLER)
                .requiresExternalId("tenant-7")
                .longestSession(Duration.ofHours(2));
        PodIdentity identity = PodIdentity.aws()
                .assuming(RoleToAssume.of(Roles.READER)
                        .withExternalId("tenant-7")
                        .withSessionName("prod-orders")
                        .withDuration(Duration.ofHours(2))
                        .withTag("team", "orders"));

        try (ScalerSource source = world.source(identity)) {
            assertThat(source.sample().value()).isEqualTo(7);
        }
        StsCall call = world.sts.calls().get(0);
        assertThat(call.externalId()).contains("tenant-7");
        assertThat(call.sessionName()).contains("prod-orders");
        assertThat(call.duration()).contains(Duration.ofHours(2));
        assertThat(call.tags()).isEqualTo(Map.of("team", "orders"));
        assertThat(world.signers()).containsExactly("arn:aws:sts::222222222222:assumed-role/reader/prod-orders");
    }

    @Test
    void a_thousand_triggers_with_one_role_cost_one_assume_role_an_hour() {
        world.sts.role(Roles.READER).trusts(Roles.CONTROLLER);
        List<ScalerSource> sources = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            sources.add(world.source(PodIdentity.aws().assuming(Roles.READER), i % 4));
        }
        assertThat(world.sources().credentialsExpireAt()).isEmpty();
        assertThat(sources.get(0).sample().value()).isEqualTo(7);
        Instant firstEnd = world.sources().credentialsExpireAt().orElseThrow();
        pollForFortyFiveMinutes(sources);
        assertThat(world.count("AssumeRole")).isEqualTo(1);

        // the session is refreshed in the background after four fifths of its hour
        pollForFortyFiveMinutes(sources);
        assertThat(world.count("AssumeRole")).isEqualTo(2);
        assertThat(sources.get(0).sample().value()).isEqualTo(7);
        assertThat(world.sources().credentialsExpireAt().orElseThrow()).isAfter(firstEnd);
        assertThat(world.sources().clients().credentials().size()).isEqualTo(2);
        sources.forEach(ScalerSource::close);
        assertThat(world.sources().clients().credentials().size()).isZero();
        assertThat(world.sources().clients().openClients()).isZero();
    }

    private void pollForFortyFiveMinutes(List<ScalerSource> sources) {
        for (int minute = 0; minute < 45; minute += 5) {
            sources.forEach(source -> assertThat(source.sample().value()).isEqualTo(7));
            world.pass(Duration.ofMinutes(5));
        }
    }

    @Test
    void each_role_in_the_chain_is_assumed_by_the_previous_one() {
        String middle = "arn:aws:iam::222222222222:role/middle";
        world.sts.role(Roles.READER).trusts(Roles.CONTROLLER);
        world.sts.role(middle).trusts(Roles.READER).requiresExternalId("x");
        world.sts.role(Roles.LAST).trusts(middle);
        PodIdentity identity = PodIdentity.aws()
                .assuming(Roles.READER)
                .assuming(RoleToAssume.of(middle).withExternalId("x"))
                .assuming(Roles.LAST);

        try (ScalerSource source = world.source(identity)) {
            assertThat(source.sample().value()).isEqualTo(7);
        }
        assertThat(world.sts.calls().stream().map(call -> call.roleArn().orElseThrow()))
                .containsExactly(Roles.READER, middle, Roles.LAST);
        assertThat(world.signers()).containsExactly("arn:aws:sts::333333333333:assumed-role/last/autoscale");
    }

    @Test
    void a_denied_hop_is_named_and_the_previous_role_never_reads() {
        world.sts.role(Roles.READER).trusts(Roles.CONTROLLER);
        world.sts.role(Roles.LAST).trusts(Roles.READER).requiresExternalId("right");
        PodIdentity identity = PodIdentity.aws()
                .assuming(Roles.READER)
                .assuming(RoleToAssume.of(Roles.LAST).withExternalId("tenant-secret-7"));

        try (ScalerSource source = world.source(identity)) {
            ScalerException failure = Roles.failure(source);
            assertThat(failure.kind()).isEqualTo(ScalerException.Kind.AUTHENTICATION);
            assertThat(failure)
                    .hasMessageContaining("hop 2")
                    .hasMessageContaining(Roles.LAST)
                    .hasMessageContaining("arn:aws:sts::222222222222:assumed-role/reader/autoscale may not assume")
                    .hasMessageContaining("Allow sts:AssumeRole")
                    .hasMessageContaining("external id");
            assertThat(failure.getMessage()).doesNotContain("tenant-secret-7").doesNotContain("fake-s");
            assertThat(failure.getCause()).isNull();
        }
        assertThat(world.cloudWatch.calls()).isEmpty();
    }

    @Test
    void a_role_denied_for_an_hour_is_rarely_retried_and_its_recovery_is_noticed() {
        world.sts.role(Roles.READER);
        try (ScalerSource source = world.source(PodIdentity.aws().assuming(Roles.READER))) {
            for (int round = 0; round < 360; round++) {
                assertThat(Roles.failure(source).kind()).isEqualTo(ScalerException.Kind.AUTHENTICATION);
                world.pass(Duration.ofSeconds(10));
            }
            assertThat(world.count("AssumeRole")).isLessThanOrEqualTo(15);

            world.sts.role(Roles.READER).trusts(Roles.CONTROLLER);
            world.pass(Duration.ofMinutes(10));
            assertThat(source.sample().value()).isEqualTo(7);
        }
    }

    @Test
    void a_role_whose_sts_hangs_does_not_delay_another() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        world.sts.role(Roles.LAST).trusts(Roles.CONTROLLER).hangsUntil(release);
        world.sts.role(Roles.READER).trusts(Roles.CONTROLLER);
        try (ScalerSource hanging = world.source(PodIdentity.aws().assuming(Roles.LAST));
                ScalerSource other = world.source(PodIdentity.aws().assuming(Roles.READER))) {
            CompletableFuture<Double> first =
                    CompletableFuture.supplyAsync(() -> hanging.sample().value());
            await().until(() -> world.count("AssumeRole") == 1);
            assertThat(other.sample().value()).isEqualTo(7);
            assertThat(first).isNotDone();
            release.countDown();
            assertThat(first.get()).isEqualTo(7);
        }
    }

    @Test
    void credentials_are_refreshed_in_the_background_before_they_expire() {
        CountDownLatch release = new CountDownLatch(1);
        world.sts.role(Roles.READER).trusts(Roles.CONTROLLER);
        try (ScalerSource source = world.source(PodIdentity.aws().assuming(Roles.READER))) {
            source.sample();
            world.sts.role(Roles.READER).hangsUntil(release);
            world.pass(Duration.ofMinutes(50));
            // the STS call hangs, and the read does not wait for it
            assertThat(source.sample().value()).isEqualTo(7);
            await().until(() -> world.count("AssumeRole") == 2);
            release.countDown();
            world.pass(Duration.ofMinutes(20));
            await().untilAsserted(() -> assertThat(source.sample().value()).isEqualTo(7));
            assertThat(world.count("AssumeRole")).isEqualTo(2);
        }
    }

    @Test
    void credentials_that_cannot_be_refreshed_are_used_until_they_end() {
        world.sts.role(Roles.READER).trusts(Roles.CONTROLLER);
        try (ScalerSource source = world.source(PodIdentity.aws().assuming(Roles.READER))) {
            source.sample();
            world.sts.role(Roles.READER).trustsNobody();
            world.pass(Duration.ofMinutes(50));
            assertThat(source.sample().value()).isEqualTo(7);
            await().until(() -> world.count("AssumeRole") == 2);
            world.pass(Duration.ofMinutes(8));
            assertThat(source.sample().value()).isEqualTo(7);
            world.pass(Duration.ofMinutes(2));
            // the background refresh has just failed, so STS may not be called again in this round
            assertThat(Roles.failure(source).kind())
                    .isIn(ScalerException.Kind.AUTHENTICATION, ScalerException.Kind.NOT_SENT);
        }
    }

    @Test
    void a_session_that_is_revoked_is_replaced() {
        world.sts.role(Roles.READER).trusts(Roles.CONTROLLER);
        try (ScalerSource source = world.source(PodIdentity.aws().assuming(Roles.READER))) {
            source.sample();
            world.sts.revoke(world.cloudWatch.calls().get(0).accessKeyId().orElseThrow());
            world.pass(Duration.ofMinutes(6));
            assertThat(Roles.failure(source).kind()).isEqualTo(ScalerException.Kind.AUTHENTICATION);
            world.pass(Duration.ofMinutes(1));
            assertThat(source.sample().value()).isEqualTo(7);
            assertThat(world.count("AssumeRole")).isEqualTo(2);
        }
    }

    @Test
    void an_sts_that_throttles_or_is_down_fails_one_round_with_a_clear_error() {
        world.builder.attempts(1);
        world.sts.role(Roles.READER).trusts(Roles.CONTROLLER);
        try (ScalerSource source = world.source(PodIdentity.aws().assuming(Roles.READER))) {
            world.sts.failNextCall(400, "Throttling", "Rate exceeded");
            assertThat(Roles.failure(source).kind()).isEqualTo(ScalerException.Kind.THROTTLED);
            world.pass(Duration.ofMinutes(1));
            world.sts.failNextCall(503, "ServiceUnavailable", "down");
            assertThat(Roles.failure(source).kind()).isEqualTo(ScalerException.Kind.UNAVAILABLE);
            world.pass(Duration.ofMinutes(1));
            assertThat(source.sample().value()).isEqualTo(7);
        }
    }

    @Test
    void a_skewed_clock_is_an_authentication_failure() {
        world.sts.role(Roles.READER).trusts(Roles.CONTROLLER);
        world.sts.failNextCall(403, "SignatureDoesNotMatch", "Signature expired");
        world.builder.attempts(1);
        try (ScalerSource source = world.source(PodIdentity.aws().assuming(Roles.READER))) {
            assertThat(Roles.failure(source))
                    .hasMessageContaining("SignatureDoesNotMatch")
                    .extracting(ScalerException::kind)
                    .isEqualTo(ScalerException.Kind.AUTHENTICATION);
        }
    }
}
