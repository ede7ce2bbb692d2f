// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

class FakeContainerAgentTest {

    private static final String ROLE = "arn:aws:iam::210987654321:role/pod";
    private static final String URI_PROPERTY = "aws.containerCredentialsFullUri";
    private static final String FILE_PROPERTY = "aws.containerAuthorizationTokenFile";

    @TempDir
    Path folder;

    private FakeSts sts;
    private FakeContainerAgent agent;
    private Path tokenFile;

    @BeforeEach
    void start() throws Exception {
        tokenFile = Files.writeString(folder.resolve("token"), "first-token");
        sts = FakeSts.start();
        agent = FakeContainerAgent.start(tokenFile, () -> sts.issue(ROLE, "pod-1"));
        System.setProperty(URI_PROPERTY, agent.credentialsUri().toString());
        System.setProperty(FILE_PROPERTY, tokenFile.toString());
    }

    @AfterEach
    void close() {
        System.clearProperty(URI_PROPERTY);
        System.clearProperty(FILE_PROPERTY);
        agent.close();
        sts.close();
    }

    @Test
    void the_sdk_gets_a_session_known_to_the_sts() throws Exception {
        AwsCredentials credentials = resolve();
        assertThat(credentials).isInstanceOf(AwsSessionCredentials.class);
        assertThat(sts.principalOf(credentials.accessKeyId()))
                .contains("arn:aws:sts::210987654321:assumed-role/pod/pod-1");
        Files.writeString(tokenFile, "second-token");
        assertThat(resolve().accessKeyId()).isNotEqualTo(credentials.accessKeyId());
        assertThat(agent.authorizations()).containsExactly("first-token", "second-token");
        assertThat(sts.calls()).isEmpty();
    }

    @Test
    void a_token_that_is_not_in_the_file_is_refused() throws Exception {
        System.setProperty(
                FILE_PROPERTY,
                Files.writeString(folder.resolve("stale"), "stale").toString());
        assertThatThrownBy(FakeContainerAgentTest::resolve).isInstanceOf(SdkClientException.class);
        assertThat(agent.authorizations()).containsOnly("stale");
    }

    @Test
    void a_failure_is_given_once() {
        agent.failNextCall(403, "Access Denied.");
        assertThatThrownBy(FakeContainerAgentTest::resolve).isInstanceOf(SdkClientException.class);
        assertThat(resolve().accessKeyId()).startsWith("ASIA");
        assertThat(agent.calls()).isEqualTo(2);
    }

    @Test
    void the_fake_imds_counts_requests() {
        try (FakeImds imds = FakeImds.start();
                InstanceProfileCredentialsProvider provider = InstanceProfileCredentialsProvider.builder()
                        .endpoint(imds.endpoint().toString())
                        .build()) {
            assertThat(imds.contacts()).isZero();
            assertThatThrownBy(provider::resolveCredentials).isInstanceOf(SdkClientException.class);
            assertThat(imds.contacts()).isPositive();
            assertThat(imds.requests()).first().isEqualTo("PUT /latest/api/token");
        }
    }

    private static AwsCredentials resolve() {
        try (ContainerCredentialsProvider provider = ContainerCredentialsProvider.create()) {
            return provider.resolveCredentials();
        }
    }
}
