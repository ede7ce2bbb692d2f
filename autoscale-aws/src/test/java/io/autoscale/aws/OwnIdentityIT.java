// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.autoscale.auth.PodIdentity;
import io.autoscale.auth.RoleToAssume;
import io.autoscale.aws.emulator.FakeContainerAgent;
import io.autoscale.aws.emulator.FakeImds;
import io.autoscale.aws.emulator.StsSession;
import io.autoscale.aws.trigger.AwsIdentity;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * Requests are signed with the identity that the environment configures; otherwise, the read fails.
 */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class OwnIdentityIT {

    private static final String TOKEN = "planted-web-identity-token";

    @TempDir
    private Path folder;

    private final Roles world = new Roles();
    private final FakeImds imds = FakeImds.start();
    private final List<String> set = new ArrayList<>();

    @BeforeEach
    void trapTheInstanceMetadata() {
        set("aws.ec2MetadataServiceEndpoint", imds.endpoint().toString());
    }

    @AfterEach
    void close() {
        set.forEach(System::clearProperty);
        imds.close();
        world.close();
    }

    @Test
    void calls_are_signed_with_the_service_account_role() throws IOException {
        irsa(Roles.CONTROLLER, TOKEN);
        world.sts.webIdentity(TOKEN, world.time.instant().plus(Duration.ofDays(1)));
        world.sts.role(Roles.CONTROLLER).trustsWebIdentity(TOKEN);

        try (ScalerSource source = world.source(PodIdentity.aws())) {
            assertThat(source.sample().value()).isEqualTo(7);
        }
        assertThat(world.sts.operations()).containsExactly("AssumeRoleWithWebIdentity");
        assertThat(world.signers()).containsExactly("arn:aws:sts::111111111111:assumed-role/controller/autoscale");
    }

    @Test
    void a_web_identity_that_is_refused_never_falls_back_to_the_node() throws IOException {
        irsa(Roles.CONTROLLER, "expired-" + TOKEN);

        try (ScalerSource source = world.source(PodIdentity.aws())) {
            ScalerException failure = Roles.failure(source);
            assertThat(failure.kind()).isEqualTo(ScalerException.Kind.AUTHENTICATION);
            assertThat(failure)
                    .hasMessageContaining(Roles.CONTROLLER)
                    .hasMessageContaining("InvalidIdentityToken")
                    .hasMessageContaining("sts:AssumeRoleWithWebIdentity");
            assertThat(failure.getMessage()).doesNotContain(TOKEN);
        }
        assertThat(imds.contacts()).isZero();
        assertThat(world.cloudWatch.calls()).isEmpty();
    }

    @Test
    void a_partially_configured_web_identity_fails_and_names_the_missing_part() throws IOException {
        irsa(Roles.CONTROLLER, TOKEN);
        System.clearProperty("aws.roleArn");

        ScalerException failure = assertThrows(ScalerException.class, () -> world.source(PodIdentity.aws()));
        assertThat(failure).hasMessageContaining("AWS_ROLE_ARN");
        assertThat(imds.contacts()).isZero();
    }

    @Test
    void a_token_file_that_is_missing_or_empty_is_named() throws IOException {
        Path file = irsa(Roles.CONTROLLER, " ");
        try (ScalerSource source = world.source(PodIdentity.aws())) {
            assertThat(Roles.failure(source)).hasMessageContaining(file + " holds no web identity token");
            Files.delete(file);
            world.pass(Duration.ofMinutes(1));
            assertThat(Roles.failure(source)).hasMessageContaining(file + " cannot be read: NoSuchFileException");
        }
        assertThat(imds.contacts()).isZero();
    }

    @Test
    void a_rotated_token_file_is_read_again() throws IOException {
        Path file = irsa(Roles.CONTROLLER, "first");
        world.sts.webIdentity("first", world.time.instant().plus(Duration.ofMinutes(30)));
        world.sts.webIdentity("second", world.time.instant().plus(Duration.ofDays(1)));
        world.sts.role(Roles.CONTROLLER).trustsWebIdentity("first", "second");

        try (ScalerSource source = world.source(PodIdentity.aws())) {
            source.sample();
            Files.writeString(file, "second");
            world.pass(Duration.ofMinutes(65));
            assertThat(source.sample().value()).isEqualTo(7);
        }
        assertThat(world.sts.calls().stream()
                        .map(call -> call.webIdentityToken().orElseThrow()))
                .containsExactly("first", "second");
    }

    @Test
    void a_role_is_assumed_with_web_identity_first() throws IOException {
        irsa(Roles.CONTROLLER, TOKEN);
        world.sts.webIdentity(TOKEN, world.time.instant().plus(Duration.ofDays(1)));
        world.sts.role(Roles.READER).trustsWebIdentity(TOKEN);

        try (ScalerSource source = world.source(PodIdentity.aws().assuming(Roles.READER))) {
            assertThat(source.sample().value()).isEqualTo(7);
        }
        assertThat(world.sts.operations()).containsExactly("AssumeRoleWithWebIdentity");
        assertThat(world.signers()).containsExactly("arn:aws:sts::222222222222:assumed-role/reader/autoscale");
    }

    @Test
    void a_denied_web_identity_falls_back_to_the_own_role_and_is_retried_later() throws IOException {
        irsa(Roles.CONTROLLER, TOKEN);
        world.sts.webIdentity(TOKEN, world.time.instant().plus(Duration.ofDays(1)));
        world.sts.role(Roles.CONTROLLER).trustsWebIdentity(TOKEN);
        world.sts.role(Roles.READER).trusts(Roles.CONTROLLER);

        try (ScalerSource source = world.source(PodIdentity.aws().assuming(Roles.READER))) {
            assertThat(source.sample().value()).isEqualTo(7);
            assertThat(world.sts.operations())
                    .containsExactly("AssumeRoleWithWebIdentity", "AssumeRoleWithWebIdentity", "AssumeRole");

            world.sts.role(Roles.READER).trustsWebIdentity(TOKEN);
            world.pass(Duration.ofMinutes(65));
            assertThat(source.sample().value()).isEqualTo(7);
        }
        assertThat(world.count("AssumeRole")).isEqualTo(1);
    }

    @Test
    void if_both_ways_are_denied_both_are_reported() throws IOException {
        irsa(Roles.CONTROLLER, TOKEN);
        world.sts.webIdentity(TOKEN, world.time.instant().plus(Duration.ofDays(1)));
        world.sts.role(Roles.CONTROLLER).trustsWebIdentity(TOKEN);
        PodIdentity identity = PodIdentity.aws().assuming(RoleToAssume.of(Roles.READER));

        try (ScalerSource source = world.source(identity)) {
            assertThat(Roles.failure(source))
                    .hasMessageContaining("STS AssumeRole of " + Roles.READER)
                    .hasMessageContaining("assumed-role/controller/autoscale may not assume")
                    .hasMessageContaining("Before that, STS AssumeRoleWithWebIdentity of " + Roles.READER);
        }
        assertThat(world.cloudWatch.calls()).isEmpty();
    }

    @Test
    void eks_pod_identity_signs_and_its_token_may_rotate() throws IOException {
        Path token = Files.writeString(folder.resolve("pod-token"), "first");
        try (FakeContainerAgent agent = FakeContainerAgent.start(token, this::staleAtOnce)) {
            set("aws.containerCredentialsFullUri", agent.credentialsUri().toString());
            set("aws.containerAuthorizationTokenFile", token.toString());
            try (ScalerSource source = world.source(PodIdentity.aws())) {
                assertThat(source.sample().value()).isEqualTo(7);
                Files.writeString(token, "second");
                world.pass(Duration.ofMinutes(2));
                assertThat(source.sample().value()).isEqualTo(7);
            }
            assertThat(agent.authorizations()).contains("first", "second");
        }
        assertThat(imds.contacts()).isZero();
    }

    @Test
    void a_pod_identity_agent_that_refuses_never_falls_back_to_the_node() throws IOException {
        Path token = Files.writeString(folder.resolve("pod-token"), TOKEN);
        try (FakeContainerAgent agent = FakeContainerAgent.start(token, () -> world.sts.issue(Roles.CONTROLLER, "p"))) {
            set("aws.containerCredentialsFullUri", agent.credentialsUri().toString());
            set("aws.containerAuthorizationTokenFile", token.toString());
            agent.failNextCall(400, "no association for " + TOKEN);
            try (ScalerSource source = world.source(PodIdentity.aws())) {
                ScalerException failure = Roles.failure(source);
                assertThat(failure.kind()).isEqualTo(ScalerException.Kind.AUTHENTICATION);
                assertThat(failure).hasMessageContaining("Pod Identity association");
                assertThat(failure.getMessage()).doesNotContain(TOKEN);
            }
        }
        assertThat(imds.contacts()).isZero();
    }

    @Test
    void a_role_is_assumed_with_eks_pod_identity() throws IOException {
        Path token = Files.writeString(folder.resolve("pod-token"), "first");
        world.sts.role(Roles.READER).trusts(Roles.CONTROLLER);
        try (FakeContainerAgent agent =
                FakeContainerAgent.start(token, () -> world.sts.issue(Roles.CONTROLLER, "pod"))) {
            set("aws.containerCredentialsFullUri", agent.credentialsUri().toString());
            set("aws.containerAuthorizationTokenFile", token.toString());
            try (ScalerSource source = world.source(PodIdentity.aws().assuming(Roles.READER))) {
                assertThat(source.sample().value()).isEqualTo(7);
            }
        }
        assertThat(world.signers()).containsExactly("arn:aws:sts::222222222222:assumed-role/reader/autoscale");
    }

    @Test
    void an_identity_set_by_the_program_takes_precedence_over_the_environment() throws IOException {
        irsa(Roles.READER, TOKEN);
        world.ownKeys();
        try (ScalerSource source = world.source(PodIdentity.aws())) {
            assertThat(source.sample().value()).isEqualTo(7);
        }
        assertThat(world.signers()).containsExactly(Roles.CONTROLLER);
    }

    @Test
    void an_own_identity_based_on_itself_is_rejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AwsSources.builder()
                        .ownIdentity(AwsIdentity.own().assuming(RoleToAssume.of(Roles.READER)))
                        .build())
                .withMessageContaining("ownIdentity");
    }

    /**
     * A session that makes the SDK call the agent for each read, because the SDK uses the system
     * clock.
     */
    private StsSession staleAtOnce() {
        StsSession session = world.sts.issue(Roles.CONTROLLER, "pod");
        return new StsSession(
                session.principal(),
                session.role(),
                session.accessKeyId(),
                session.secretAccessKey(),
                session.token(),
                Clock.systemUTC().instant().plusSeconds(30));
    }

    private Path irsa(String role, String token) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), token);
        set("aws.webIdentityTokenFile", file.toString());
        set("aws.roleArn", role);
        return file;
    }

    private void set(String property, String value) {
        System.setProperty(property, value);
        set.add(property);
    }
}
