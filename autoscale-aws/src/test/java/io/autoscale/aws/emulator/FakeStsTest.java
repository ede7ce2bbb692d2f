// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.autoscale.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.Tag;

class FakeStsTest {

    private static final String ME = "arn:aws:iam::123456789012:user/me";
    private static final String READER = "arn:aws:iam::210987654321:role/path/reader";
    private static final String SECOND = "arn:aws:iam::210987654321:role/second";

    private final ManualTime time = new ManualTime();
    private final FakeSts sts = FakeSts.start(time).principal("AKIDME", ME);
    private final StsClient client = StsClient.builder()
            .applyMutation(TestClients.at(sts.endpoint(), "AKIDME"))
            .build();

    @AfterEach
    void close() {
        client.close();
        sts.close();
    }

    @Test
    void a_trusted_caller_gets_a_session_that_works_until_it_expires() {
        sts.role(READER).trusts(ME);
        StsSession session = session(assume(READER, null));
        assertThat(session.expiration()).isEqualTo(time.instant().plusSeconds(3600));
        assertThat(sts.principalOf(session.accessKeyId()))
                .contains("arn:aws:sts::210987654321:assumed-role/reader/session-1");
        try (StsClient assumed = StsClient.builder()
                .applyMutation(TestClients.at(sts.endpoint(), session))
                .build()) {
            assertThat(assumed.getCallerIdentity().arn())
                    .isEqualTo("arn:aws:sts::210987654321:assumed-role/reader/session-1");
            time.advance(Duration.ofHours(1));
            assertRefused(403, "ExpiredToken", "expired", assumed::getCallerIdentity);
        }
        assertThat(sts.principalOf(session.accessKeyId())).isEmpty();
        assertThat(sts.operations()).containsExactly("AssumeRole", "GetCallerIdentity", "GetCallerIdentity");
    }

    @Test
    void an_unknown_key_and_a_session_key_without_its_token_are_refused() {
        StsSession session = sts.issue(READER, "pod");
        for (String key : new String[] {"AKIDNOBODY", session.accessKeyId()}) {
            try (StsClient other = StsClient.builder()
                    .applyMutation(TestClients.at(sts.endpoint(), key))
                    .build()) {
                assertRefused(403, "InvalidClientTokenId", "invalid", other::getCallerIdentity);
            }
        }
    }

    @Test
    void a_role_that_does_not_trust_the_caller_is_denied() {
        String message = "User: " + ME + " is not authorized to perform: sts:AssumeRole on resource: " + READER;
        assertRefused(403, "AccessDenied", message, () -> assume(READER, null));
        sts.role(READER).trusts("arn:aws:iam::123456789012:user/other");
        assertRefused(403, "AccessDenied", message, () -> assume(READER, null));
        sts.role(READER).trusts("arn:aws:iam::123456789012:root");
        assertThat(assume(READER, null).credentials()).isNotNull();
    }

    @Test
    void the_external_id_must_match() {
        sts.role(READER).trusts(ME).requiresExternalId("tenant-7");
        assertRefused(403, "AccessDenied", ME, () -> assume(READER, null));
        assertRefused(403, "AccessDenied", ME, () -> assume(READER, "tenant-8"));
        assertThat(assume(READER, "tenant-7").credentials().accessKeyId()).startsWith("ASIA");
        assertThat(sts.calls())
                .extracting(call -> call.externalId().orElse("none"))
                .containsExactly("none", "tenant-8", "tenant-7");
    }

    @Test
    void a_role_is_chained_for_an_hour_at_most() {
        sts.role(READER).trusts(ME);
        sts.role(SECOND).trusts(READER).longestSession(Duration.ofHours(12));
        StsSession first = session(assume(READER, null));
        try (StsClient chained = StsClient.builder()
                .applyMutation(TestClients.at(sts.endpoint(), first))
                .build()) {
            AssumeRoleRequest.Builder request =
                    AssumeRoleRequest.builder().roleArn(SECOND).roleSessionName("chained");
            assertThat(chained.assumeRole(request.build()).assumedRoleUser().arn())
                    .endsWith(":assumed-role/second/chained");
            assertRefused(
                    400,
                    "ValidationError",
                    "role chaining",
                    () -> chained.assumeRole(request.durationSeconds(7200).build()));
        }
    }

    @Test
    void duration_name_and_tags_are_recorded_and_checked() {
        sts.role(READER).trusts(ME).refusesTags();
        AssumeRoleRequest.Builder request =
                AssumeRoleRequest.builder().roleArn(READER).roleSessionName("session-1");
        assertRefused(
                400,
                "ValidationError",
                "durationSeconds",
                () -> client.assumeRole(request.durationSeconds(899).build()));
        assertRefused(
                400,
                "ValidationError",
                "MaxSessionDuration",
                () -> client.assumeRole(request.durationSeconds(3601).build()));
        request.durationSeconds(900);
        assertRefused(
                403,
                "AccessDenied",
                "sts:TagSession",
                () -> client.assumeRole(
                        request.tags(Tag.builder().key("tenant").value("7").build())
                                .build()));
        assertRefused(
                400,
                "ValidationError",
                "roleSessionName",
                () -> client.assumeRole(request.roleSessionName("no blanks").build()));
        assertThat(sts.calls().get(2).tags()).containsEntry("tenant", "7");
        assertThat(sts.calls().get(2).duration()).contains(Duration.ofMinutes(15));
        assertThat(sts.calls().get(2).accessKeyId()).contains("AKIDME");
    }

    @Test
    void a_web_identity_must_be_valid_unexpired_and_trusted() {
        sts.webIdentity("good", time.instant().plusSeconds(60)).webIdentity("other", Instant.MAX);
        sts.role(READER).trustsWebIdentity("good");
        try (StsClient unsigned = StsClient.builder()
                .applyMutation(TestClients.at(sts.endpoint(), "unused"))
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build()) {
            assertThat(unsigned.assumeRoleWithWebIdentity(web("good"))
                            .credentials()
                            .expiration())
                    .isEqualTo(time.instant().plusSeconds(3600));
            assertRefused(400, "InvalidIdentityToken", "JWT", () -> unsigned.assumeRoleWithWebIdentity(web("bad")));
            assertRefused(403, "AccessDenied", "WebIdentity", () -> unsigned.assumeRoleWithWebIdentity(web("other")));
            time.advance(Duration.ofSeconds(60));
            assertRefused(
                    400, "ExpiredTokenException", "expired", () -> unsigned.assumeRoleWithWebIdentity(web("good")));
        }
        assertThat(sts.calls().get(0).accessKeyId()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "503, ServiceUnavailable",
        "400, Throttling",
        "403, SignatureDoesNotMatch",
        "400, RequestExpired",
    })
    void a_call_fails_as_configured(int status, String code) {
        for (int i = 0; i < 4; i++) {
            sts.failNextCall(status, code, "about it");
        }
        assertRefused(status, code, "about it", client::getCallerIdentity);
    }

    @Test
    void the_sdk_adjusts_to_a_skewed_clock() {
        sts.clockSkew(Duration.ofHours(2));
        assertThat(client.getCallerIdentity().arn()).isEqualTo(ME);
        assertThat(sts.operations()).hasSize(2);
    }

    @Test
    void a_role_hangs_until_released_and_others_do_not() {
        CountDownLatch latch = new CountDownLatch(1);
        sts.role(READER).trusts(ME).hangsUntil(latch);
        sts.role(SECOND).trusts(ME);
        CompletableFuture<AssumeRoleResponse> hanging = CompletableFuture.supplyAsync(() -> assume(READER, null));
        await().until(() -> sts.calls().size() == 1);
        assertThat(assume(SECOND, null).credentials()).isNotNull();
        assertThat(hanging).isNotDone();
        latch.countDown();
        assertThat(hanging.join().credentials()).isNotNull();
    }

    @Test
    void sessions_are_distinct_and_last_as_configured() {
        sts.role(READER).trusts(ME);
        sts.sessionsLive(Duration.ofSeconds(5));
        StsSession first = session(assume(READER, null));
        StsSession second = session(assume(READER, null));
        assertThat(first.accessKeyId()).isNotEqualTo(second.accessKeyId());
        assertThat(first.expiration()).isEqualTo(time.instant().plusSeconds(5));
        assertThat(first.toString()).doesNotContain(first.secretAccessKey(), first.token());
        sts.revoke(first.accessKeyId());
        assertThat(sts.principalOf(first.accessKeyId())).isEmpty();
        assertThat(InstantSource.system().instant()).isNotEqualTo(time.instant());
    }

    private AssumeRoleResponse assume(String role, String externalId) {
        return client.assumeRole(
                request -> request.roleArn(role).roleSessionName("session-1").externalId(externalId));
    }

    private static StsSession session(AssumeRoleResponse response) {
        return new StsSession(
                response.assumedRoleUser().arn(),
                READER,
                response.credentials().accessKeyId(),
                response.credentials().secretAccessKey(),
                response.credentials().sessionToken(),
                response.credentials().expiration());
    }

    private static AssumeRoleWithWebIdentityRequest web(String token) {
        return AssumeRoleWithWebIdentityRequest.builder()
                .roleArn(READER)
                .roleSessionName("web")
                .webIdentityToken(token)
                .build();
    }

    private static void assertRefused(int status, String code, String named, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(AwsServiceException.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(e.statusCode()).isEqualTo(status);
            assertThat(e.awsErrorDetails().errorMessage()).contains(named);
        });
    }
}
