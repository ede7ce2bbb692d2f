// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.autoscale.auth.AuthParameters;
import io.autoscale.auth.Authentication;
import io.autoscale.auth.PodIdentity;
import io.autoscale.auth.RoleToAssume;
import io.autoscale.aws.doctor.Diagnosis;
import io.autoscale.aws.doctor.Finding;
import io.autoscale.aws.doctor.Finding.Status;
import io.autoscale.aws.emulator.FakeContainerAgent;
import io.autoscale.aws.trigger.AwsIdentity;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.SourceContext;
import io.autoscale.trigger.EnvironmentLookup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the identity checks of the doctor: callers, roles and clock. */
class AwsDoctorIT extends DoctorFixture {

    private static final String MIDDLE = "arn:aws:iam::222222222222:role/middle";

    private static PodIdentity threeHops() {
        return PodIdentity.aws()
                .assuming(Roles.READER)
                .assuming(RoleToAssume.of(MIDDLE).withExternalId(EXTERNAL_ID))
                .assuming(Roles.LAST);
    }

    private void trustThreeHops() {
        world.ownKeys();
        world.sts.role(Roles.READER).trusts(Roles.CONTROLLER);
        world.sts.role(MIDDLE).trusts(Roles.READER).requiresExternalId(EXTERNAL_ID);
        world.sts.role(Roles.LAST).trusts(MIDDLE);
    }

    @Test
    void a_healthy_chain_of_three_roles_is_named_hop_by_hop_and_read_once() {
        trustThreeHops();
        Diagnosis diagnosis = examine(threeHops());

        assertThat(diagnosis.isHealthy()).isTrue();
        assertThat(steps(diagnosis, Status.OK))
                .containsExactly(
                        "configuration",
                        "region",
                        "identity",
                        "caller",
                        "clock",
                        "hop 1",
                        "hop 2",
                        "hop 3",
                        "endpoint",
                        "read");
        assertThat(step(diagnosis, "identity").message())
                .startsWith("assumeRole: " + Roles.READER + " -> " + MIDDLE + " -> " + Roles.LAST);
        assertThat(step(diagnosis, "caller").message()).isEqualTo("STS reports " + Roles.CONTROLLER);
        assertThat(step(diagnosis, "hop 3").message())
                .isEqualTo("STS reports arn:aws:sts::333333333333:assumed-role/last/autoscale");
        assertThat(step(diagnosis, "read").message()).isEqualTo("s0-aws-cloudwatch is 7.0");
        assertThat(world.count("AssumeRole")).isEqualTo(3);
        assertThat(world.cloudWatch.calls()).hasSize(1);
        assertThat(diagnosis.toString())
                .startsWith("aws-cloudwatch in eu-west-1")
                .contains("OK       hop 2: STS");
    }

    @Test
    void a_denied_hop_is_reported_with_caller_role_and_statement_and_nothing_is_read() {
        trustThreeHops();
        world.sts.role(MIDDLE).trustsNobody();
        Diagnosis diagnosis = examine(threeHops());

        assertThat(diagnosis.isHealthy()).isFalse();
        assertThat(steps(diagnosis, Status.FAILED)).containsExactly("hop 2");
        assertThat(steps(diagnosis, Status.SKIPPED)).containsExactly("hop 3", "endpoint", "read");
        Finding hop = step(diagnosis, "hop 2");
        assertThat(hop.message())
                .contains(
                        "hop 2",
                        "AccessDenied",
                        "arn:aws:sts::222222222222:assumed-role/reader/autoscale may not assume");
        assertThat(hop.fix())
                .contains("{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Resource\":\"" + MIDDLE
                        + "\"} to the policy of " + Roles.READER)
                .contains("{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"" + Roles.READER
                        + "\"},\"Action\":\"sts:AssumeRole\"} to the trust policy of " + MIDDLE);
        assertThat(world.cloudWatch.calls()).isEmpty();
    }

    @Test
    void the_fix_mentions_the_external_id_without_showing_it() {
        trustThreeHops();
        world.sts.role(MIDDLE).requiresExternalId("another");
        assertThat(step(examine(threeHops()), "hop 2").fix())
                .contains(
                        "An external id was sent: the trust policy's condition sts:ExternalId must name the same one");
        world.sts.role(Roles.READER).requiresExternalId("another");
        assertThat(step(examine(threeHops()), "hop 1").fix()).contains("No external id was sent");
    }

    @Test
    void the_doctor_requests_a_previously_denied_role_again() {
        world.ownKeys();
        world.sts.role(Roles.READER);
        PodIdentity identity = PodIdentity.aws().assuming(Roles.READER);
        try (ScalerSource source = world.source(identity)) {
            Roles.failure(source);
            world.sts.role(Roles.READER).trusts(Roles.CONTROLLER);
            // the source waits before its next call to STS, the doctor does not
            Roles.failure(source);
            assertThat(examine(identity).isHealthy()).isTrue();
        }
    }

    @Test
    void shared_checks_run_once_for_all_triggers() {
        trustThreeHops();
        List<SourceContext> contexts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            contexts.add(new SourceContext(
                    Roles.trigger(i).name("orders-" + i).build(),
                    i,
                    new Authentication(AuthParameters.none(), threeHops()),
                    EnvironmentLookup.none(),
                    world.time));
        }
        List<Diagnosis> diagnoses = world.sources().doctor().examine(contexts);
        assertThat(diagnoses).hasSize(3).allMatch(Diagnosis::isHealthy);
        assertThat(diagnoses.get(2).subject()).isEqualTo("aws-cloudwatch orders-2 in eu-west-1");
        assertThat(world.count("AssumeRole")).isEqualTo(3);
    }

    @Test
    void an_examination_leaks_no_thread_and_does_not_affect_the_sources() {
        trustThreeHops();
        AwsSources sources = world.sources();
        examine(threeHops());
        assertThat(sources.sentCalls()).isEmpty();
        assertThat(sources.clients().openClients()).isZero();
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("autoscale-aws-doctor"));
    }

    @ParameterizedTest
    @CsvSource({"0, OK", "50, OK", "-50, OK", "120, WARNING", "-120, WARNING", "420, FAILED", "-420, FAILED"})
    void clock_skew_is_measured(int seconds, Status expected) {
        world.ownKeys().sts.clockSkew(Duration.ofSeconds(seconds));
        Finding clock = step(examine(PodIdentity.aws()), "clock");
        assertThat(clock.status()).isEqualTo(expected);
        assertThat(clock.message()).matches("the local clock is \\d+ s (ahead of|behind) that of STS");
        assertThat(clock.fix().isEmpty()).isEqualTo(expected == Status.OK);
    }

    @Test
    void clock_skew_that_invalidates_signatures_is_reported() {
        world.ownKeys().sts.clockSkew(Duration.ofHours(1));
        world.builder.attempts(1);
        Diagnosis diagnosis = examine(PodIdentity.aws());
        assertThat(steps(diagnosis, Status.FAILED)).containsExactly("caller", "clock");
        assertThat(step(diagnosis, "caller").message()).contains("SignatureDoesNotMatch");
        assertThat(step(diagnosis, "clock").message()).contains("s behind that of STS");
    }

    @Test
    void a_web_identity_token_that_has_expired_is_named_with_its_file() throws IOException {
        Path file = irsa(Roles.CONTROLLER);
        world.sts.webIdentity(TOKEN, world.time.instant().minusSeconds(1));
        world.sts.role(Roles.CONTROLLER).trustsWebIdentity(TOKEN);
        Diagnosis diagnosis = examine(PodIdentity.aws());

        Finding caller = step(diagnosis, "caller");
        assertThat(caller.status()).isEqualTo(Status.FAILED);
        assertThat(caller.message()).contains("ExpiredToken");
        assertThat(caller.fix()).contains("the token in " + file + " has expired", "projected volume");
        assertThat(step(diagnosis, "clock").status()).isEqualTo(Status.SKIPPED);
        assertThat(imds.contacts()).isZero();
        assertThat(world.cloudWatch.calls()).isEmpty();
    }

    @Test
    void a_denied_own_role_is_a_warning_if_the_token_alone_assumes_the_next_role() throws IOException {
        irsa(Roles.CONTROLLER);
        world.sts.webIdentity(TOKEN, world.time.instant().plus(Duration.ofDays(1)));
        world.sts.role(Roles.READER).trustsWebIdentity(TOKEN);
        Diagnosis diagnosis = examine(PodIdentity.aws().assuming(Roles.READER));

        assertThat(diagnosis.isHealthy()).isTrue();
        assertThat(step(diagnosis, "caller").status()).isEqualTo(Status.WARNING);
        assertThat(step(diagnosis, "caller").message()).endsWith("was assumed with the token alone");
        assertThat(step(diagnosis, "hop 1").message()).contains("assumed-role/reader/autoscale");
    }

    @Test
    void the_doctor_names_which_kind_of_identity_is_used() throws IOException {
        world.sts.role(Roles.READER).trusts(Roles.CONTROLLER);
        assertThat(kind(PodIdentity.aws())).startsWith("instance: nothing is configured");
        assertThat(kind(PodIdentity.aws().assuming(Roles.READER)))
                .startsWith("assumeRole: " + Roles.READER)
                .contains("assumed by instance");

        Files.writeString(
                folder.resolve("credentials"),
                "[default]\naws_access_key_id=AKIDCONTROLLER\naws_secret_access_key=" + TestSources.SECRET + "\n");
        set("aws.sharedCredentialsFile", folder.resolve("credentials").toString());
        assertThat(kind(PodIdentity.aws()))
                .startsWith("profile: the shared configuration files have credentials for it");

        Path token = Files.writeString(folder.resolve("pod-token"), TOKEN);
        try (FakeContainerAgent agent =
                FakeContainerAgent.start(token, () -> world.sts.issue(Roles.CONTROLLER, "pod"))) {
            set("aws.containerCredentialsFullUri", agent.credentialsUri().toString());
            set("aws.containerAuthorizationTokenFile", token.toString());
            assertThat(kind(PodIdentity.aws())).startsWith("podIdentity: AWS_CONTAINER_CREDENTIALS_FULL_URI is set");
        }

        Path file = irsa(Roles.CONTROLLER);
        assertThat(kind(PodIdentity.aws()))
                .startsWith("irsa: AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN are set, for " + Roles.CONTROLLER
                        + " with the token in " + file);

        set("aws.accessKeyId", "AKIDCONTROLLER");
        set("aws.secretAccessKey", TestSources.SECRET);
        assertThat(kind(PodIdentity.aws())).startsWith("static: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are set");
        assertThat(step(examine(Roles.trigger(0).build(), TestSources.keys()), "identity")
                        .message())
                .isEqualTo("static: the access key ending in MPLE, given with the trigger");
    }

    private String kind(PodIdentity identity) {
        return step(examine(identity), "identity").message();
    }

    @Test
    void an_identity_set_by_the_program_is_reported_as_such() {
        world.builder.ownIdentity(new AwsIdentity.Profile("shop"));
        Diagnosis diagnosis = examine(PodIdentity.aws());
        assertThat(step(diagnosis, "identity").message()).startsWith("profile: the profile shop, set with ownIdentity");
        assertThat(step(diagnosis, "caller").message()).contains("the profile shop gave no credentials");
    }

    @Test
    void a_partially_configured_identity_is_reported_and_not_needed_with_trigger_keys() throws IOException {
        irsa(Roles.CONTROLLER);
        System.clearProperty("aws.roleArn");
        assertThat(step(examine(PodIdentity.aws()), "identity").message()).contains("AWS_ROLE_ARN is not");
        assertThat(step(examine(Roles.trigger(0).build(), TestSources.keys()), "caller")
                        .fix())
                .contains("use keys that exist");
    }

    private Path irsa(String role) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), TOKEN);
        set("aws.webIdentityTokenFile", file.toString());
        set("aws.roleArn", role);
        return file;
    }
}
