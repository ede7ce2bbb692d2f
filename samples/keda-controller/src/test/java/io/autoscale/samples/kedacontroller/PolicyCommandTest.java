// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.kedacontroller;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void the_manifest_of_the_tutorial_needs_one_action_on_its_queue() throws IOException {
        String manifest = Files.readString(Path.of("manifests/scaled-job-consumer.yaml"))
                .replace("put-your-sqs-queue-url-here", "https://sqs.eu-west-1.amazonaws.com/123456789012/test-queue")
                .replace("put-your-aws-region", "eu-west-1");
        assertThat(run(manifest, "policy", "reading", "-")).isZero();
        assertThat(out())
                .contains("sqs:GetQueueAttributes", "arn:aws:sqs:eu-west-1:123456789012:test-queue")
                .doesNotContain("*");
    }

    @Test
    void a_service_account_is_trusted_through_the_issuer_of_its_cluster() {
        assertThat(run(
                        "",
                        "policy",
                        "trust",
                        "--issuer=https://oidc.eks.eu-west-1.amazonaws.com/id/ABC",
                        "--account=123456789012",
                        "--region=eu-west-1",
                        "--service-account=autoscale/keda-controller"))
                .isZero();
        assertThat(out())
                .contains(
                        "sts:AssumeRoleWithWebIdentity",
                        "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABC",
                        "system:serviceaccount:autoscale:keda-controller");
    }

    @Test
    void a_role_can_be_assumed() {
        assertThat(run("", "policy", "assuming", "arn:aws:iam::123456789012:role/sqs-videos"))
                .isZero();
        assertThat(out()).contains("sts:AssumeRole", "arn:aws:iam::123456789012:role/sqs-videos");
    }

    @Test
    void bad_input_is_named() {
        assertThat(run("kind: ScaledJob", "policy", "reading", "-")).isEqualTo(2);
        assertThat(run("", "policy", "assuming", "videos")).isEqualTo(2);
        assertThat(run("", "policy")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("-:1: apiVersion is missing", "'videos'", "expected policy reading, assuming or trust");
    }

    private int run(String input, String... arguments) {
        InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        return Main.run(
                List.of(arguments),
                in,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
