// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.kedacontroller;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.k8s.manifest.KedaManifests;
import io.autoscale.spec.ScaledJob;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the output of {@code validate} for valid and invalid manifests. */
class ValidateCommandTest {

    private static final Path MANIFESTS = Path.of("manifests");
    private static final String CONSUMER = "scaled-job-consumer.yaml";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String in = "";

    @TempDir
    Path folder;

    @Test
    void the_manifests_of_the_scenario_have_neither_error_nor_warning() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(MANIFESTS)) {
            files = found.sorted().toList();
        }
        assertThat(files)
                .extracting(file -> file.getFileName().toString())
                .contains("producer.yaml", "result-analyzer.yaml", CONSUMER, "service-account.yaml");
        assertThat(validate(files)).isZero();
        assertThat(out).asString().isEmpty();
        assertThat(err).asString().startsWith("4 files, ").endsWith(": 0 errors, 0 warnings\n");
        KedaManifests manifests = KedaManifests.read(files);
        assertThat(manifests.scaledJobs()).extracting(ScaledJob::name).containsExactly("video-processor");
        assertThat(manifests.triggerAuthentications())
                .singleElement()
                .satisfies(authentication ->
                        assertThat(authentication.ref().name()).isEqualTo("keda-trigger-auth-aws-credentials"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "queueLength: '1' | queueLength: 1 | spec.triggers[0].metadata.queueLength | 1 | a string",
                "queueLength: '1' | queueLength: 'x' | spec.triggers[0].metadata.queueLength | x | a",
                "queueLength: '1' | queueLenght: '1' | spec.triggers[0].metadata.queueLenght | 1 | the key queueLength",
                "pollingInterval: 10 | pollingInterval: 0 | spec.pollingInterval | 0 | at least 1 second",
                "pollingInterval: 10 | pollingInterval: 10s | spec.pollingInterval | 10s | a whole number",
                "strategy: 'default' | strategy: 'fast' | spec.scalingStrategy.strategy | fast | one of default",
                "type: aws-sqs-queue | type: aws-sqs-queu | spec.triggers[0].type | aws-sqs-queu | the type aws-sqs-queue",
                "provider: aws | provider: aks | spec.podIdentity.provider | aks | one of none",
                "provider: aws | {provider: aws, roleArn: sqs} | spec.podIdentity.roleArn | sqs | ",
                "queueURL: put-your-sqs-queue-url-here | queueURL: https://x/y | spec.triggers[0].metadata.queueURL | https://x/y | ",
            })
    void an_error_has_its_line_path_text_and_expectation(
            String good, String bad, String path, String text, String expected) throws IOException {
        String manifest = Files.readString(MANIFESTS.resolve(CONSUMER));
        int at = manifest.indexOf(good.contains("strategy:") || good.startsWith("provider") ? "  " + good : good);
        int line =
                (int) manifest.substring(0, manifest.indexOf(good, at)).lines().count();
        Path file = write("bad.yaml", manifest.replace(good, bad));
        assertThat(validate(List.of(file))).isEqualTo(1);
        assertThat(out)
                .asString()
                .contains(file + ":" + line + ": " + path + ": '" + text + "' is not valid, expected "
                        + (expected == null ? "" : expected));
    }

    @Test
    void a_key_that_is_missing_has_the_line_of_its_map() throws IOException {
        Path file = write(
                "bad.yaml",
                Files.readString(MANIFESTS.resolve(CONSUMER)).replace("        awsRegion: put-your-aws-region\n", ""));
        assertThat(validate(List.of(file))).isEqualTo(1);
        assertThat(out)
                .asString()
                .startsWith(file + ":" + line(file, "queueURL: put")
                        + ": spec.triggers[0].metadata.awsRegion is missing, expected a region")
                .hasLineCount(1);
    }

    @Test
    void errors_of_all_files_are_reported_in_line_order() throws IOException {
        String manifest = Files.readString(MANIFESTS.resolve(CONSUMER));
        Path one = write(
                "one.yaml",
                manifest.replace("pollingInterval: 10", "pollingInterval: 0")
                        .replace("queueLength: '1'", "queueLength: 'many'")
                        .replace("maxReplicaCount: 100", "maxReplicaCount: 0"));
        Path two = write("two.yaml", "kind: ScaledJob\napiVersion: keda.sh/v1alpha1\nmetadata: {name: x}\n");
        assertThat(validate(List.of(one, two))).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        told -> assertThat(told).startsWith(one + ":" + line(one, "pollingInterval")),
                        told -> assertThat(told).startsWith(one + ":" + line(one, "maxReplicaCount")),
                        told -> assertThat(told).startsWith(one + ":" + line(one, "queueLength")),
                        told -> assertThat(told).startsWith(two + ":1: spec is missing"));
    }

    @Test
    void authentication_keys_replace_their_secrets() throws IOException {
        String manifest = Files.readString(MANIFESTS.resolve(CONSUMER));
        String keys = """
                  secretTargetRef:
                    - {parameter: awsAccessKeyID, name: aws, key: id}
                    - {parameter: awsSecretAccessKey, name: aws, key: secret}
                """;
        String identity = "  podIdentity:\n    provider: aws\n";
        assertThat(validate(List.of(write("good.yaml", manifest.replace(identity, keys)))))
                .isZero();
        String half = keys.lines().limit(2).reduce("", (text, next) -> text + next + "\n");
        assertThat(validate(List.of(write("bad.yaml", manifest.replace(identity, half)))))
                .isEqualTo(1);
        assertThat(out).asString().contains("spec.triggers[0].metadata.awsSecretAccessKey is missing");
        String workload = identity.replace("aws\n", "aws\n    identityOwner: workload\n");
        assertThat(validate(List.of(write("good.yaml", manifest.replace(identity, workload)))))
                .isZero();
    }

    @Test
    void a_trigger_without_authentication_reports_what_is_missing() throws IOException {
        Path file = write(
                "bad.yaml",
                Files.readString(MANIFESTS.resolve(CONSUMER))
                        .replace("      authenticationRef:\n        name: keda-trigger-auth-aws-credentials\n", ""));
        assertThat(validate(List.of(file))).isEqualTo(1);
        assertThat(out).asString().contains("spec.triggers[0].metadata.awsAccessKeyID is missing");
    }

    @Test
    void an_authentication_that_is_not_in_the_files_is_a_warning_that_names_it() throws IOException {
        Path file = write(
                "job.yaml",
                Files.readString(MANIFESTS.resolve(CONSUMER))
                        .replace("        name: keda-trigger-auth-aws-credentials", "        name: another"));
        assertThat(validate(List.of(file))).isZero();
        assertThat(err)
                .asString()
                .contains("warning: " + file + ":" + line(file, "name: another")
                        + ": authenticationRef.name 'another' is not defined in these files");
    }

    @Test
    void a_variable_is_looked_up_in_the_container_that_the_job_names() throws IOException {
        String manifest = Files.readString(MANIFESTS.resolve(CONSUMER));
        String direct = "queueURL: put-your-sqs-queue-url-here";
        assertThat(validate(List.of(write("job.yaml", manifest.replace(direct, "queueURLFromEnv: QUEUE_URL")))))
                .isZero();
        assertThat(validate(List.of(write("job.yaml", manifest.replace(direct, "queueURLFromEnv: QUEUE")))))
                .isEqualTo(1);
        assertThat(out).asString().contains("spec.triggers[0].metadata.queueURLFromEnv: 'QUEUE'");
        String fromSecret = manifest.replace(direct, "queueURLFromEnv: QUEUE")
                .replace(
                        "              - name: PROCESS_SLEEP_TIME",
                        "              - {name: QUEUE, valueFrom: {secretKeyRef: {name: q, key: url}}}\n"
                                + "              - name: PROCESS_SLEEP_TIME");
        assertThat(validate(List.of(write("job.yaml", fromSecret)))).isZero();
    }

    @Test
    void an_unreadable_file_and_wrong_usage_exit_with_two() throws IOException {
        Path good = MANIFESTS.resolve(CONSUMER);
        Path gone = folder.resolve("gone.yaml");
        assertThat(validate(List.of(good, gone))).isEqualTo(2);
        assertThat(err).asString().startsWith(gone + ": cannot be read");
        assertThat(err).asString().contains("1 ScaledJob");
        for (List<String> wrong : List.of(
                List.<String>of(),
                List.of("validate"),
                List.of("prune", "x"),
                List.of("validate", "--output", "xml", good.toString()),
                List.of("validate", "--allow-endpoint", "localhost", good.toString()))) {
            err.reset();
            assertThat(run(wrong)).as("%s", wrong).isEqualTo(2);
            assertThat(err).asString().isNotBlank();
        }
        assertThat(out).asString().isEmpty();
    }

    @Test
    void help_and_version_go_to_standard_output() {
        assertThat(run(List.of("--help"))).isZero();
        assertThat(run(List.of("validate", "--help"))).isZero();
        assertThat(run(List.of("--version"))).isZero();
        assertThat(out)
                .asString()
                .contains("validate", "--allow-endpoint", "--output", "keda-controller (not packaged)");
        assertThat(err).asString().isEmpty();
    }

    @Test
    void a_folder_is_all_its_manifests_and_a_dash_is_standard_input() throws IOException {
        Files.createDirectories(folder.resolve("deep"));
        write("deep/b.yml", "apiVersion: keda.sh/v1alpha1\nkind: ScaledJobb\nmetadata: {name: x}\n");
        write("a.yaml", Files.readString(MANIFESTS.resolve(CONSUMER)));
        write("notes.txt", "kind: [");
        in = "apiVersion: keda.sh/v1alpha1\nkind: ScaledJobs\nmetadata: {name: y}\n";
        assertThat(run(List.of("validate", folder.toString(), "-", "-"))).isEqualTo(1);
        assertThat(out)
                .asString()
                .startsWith(folder + "/deep/b.yml:2: kind: 'ScaledJobb'")
                .contains("\n-:2: kind:");
        assertThat(err).asString().startsWith("3 files, 5 documents, 1 ScaledJob, 1 TriggerAuthentication: 2 errors");
    }

    @Test
    void unreadable_files_in_a_folder_are_reported_and_the_rest_is_read() throws IOException {
        Files.createDirectories(folder.resolve(".git"));
        write(".git/x.yaml", "kind: [");
        write("values.yaml", "image: {tag: 1}\n");
        write("b.YAML", "apiVersion: keda.sh/v1alpha1\nkind: ScaledJobb\nmetadata: {name: x}\n");
        Files.write(folder.resolve("a.yaml"), new byte[] {(byte) 0xff});
        Files.createSymbolicLink(folder.resolve("gone.yaml"), folder.resolve("nowhere"));
        assertThat(run(List.of("validate", folder.toString()))).isEqualTo(2);
        assertThat(out).asString().hasLineCount(1).contains("ScaledJobb");
        assertThat(err)
                .asString()
                .contains(
                        folder + "/a.yaml: cannot be read: not UTF-8\n",
                        folder + "/gone.yaml: cannot be read: no such file\n")
                .endsWith("2 files, 2 documents, 0 KEDA objects: 1 error, 0 warnings\n");
    }

    @Test
    void a_folder_without_manifests_and_an_empty_name_are_reported() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertThat(run(List.of("validate", empty.toString()))).isEqualTo(2);
        assertThat(run(List.of("validate", ""))).isEqualTo(2);
        assertThat(err).asString().contains("empty: cannot be read: contains no .yaml", "'': cannot be read");
    }

    @Test
    void a_file_that_is_not_text_is_reported() throws IOException {
        Path file = Files.write(folder.resolve("bad.yaml"), new byte[] {'a', (byte) 0xff});
        assertThat(validate(List.of(file))).isEqualTo(2);
        assertThat(err).asString().startsWith(file + ": cannot be read: not UTF-8");
    }

    @Test
    void an_endpoint_outside_aws_must_be_allowed() throws IOException {
        Path file = write(
                "job.yaml",
                Files.readString(MANIFESTS.resolve(CONSUMER))
                        .replace(
                                "awsRegion: put-your-aws-region",
                                "awsRegion: eu-west-1\n        awsEndpoint: http://localstack:4566"));
        assertThat(validate(List.of(file))).isEqualTo(1);
        assertThat(run(List.of("validate", "--allow-endpoint", "http://localstack:4566", file.toString())))
                .isZero();
    }

    @Test
    void json_output_has_everything_the_text_output_has() throws IOException {
        Path file = write("job.yaml", """
                apiVersion: keda.sh/v1alpha1
                kind: ScaledJob
                metadata: {name: a, generation: 3}
                spec:
                  jobTargetRef: {template: {spec: {containers: [{name: a, image: b}], restartPolicy: Never}}}
                  triggers: [{type: cron, metadata: {}}]
                """);
        assertThat(run(List.of("validate", "--output", "json", file.toString())))
                .isEqualTo(1);
        assertThat(out)
                .asString()
                .startsWith(
                        "{\"files\":1,\"documents\":1,\"resources\":{\"ScaledJob\":1},\"errors\":[{\"file\":\"" + file
                                + "\",\"line\":6,\"field\":\"spec.triggers[0].type\",\"value\":\"cron\",\"expected\":\"one of aws-")
                .contains("\"problem\":\"unsupported\"", "\"warnings\":[]");
        assertThat(err).asString().isEmpty();
    }

    @Test
    void a_key_without_effect_is_a_warning_with_its_line_and_no_line_of_a_log() throws IOException {
        String manifest = Files.readString(MANIFESTS.resolve(CONSUMER));
        Path file = write("job.yaml", manifest.replace("queueLength: '1'", "queueLength: '1'\n        colour: red"));
        assertThat(validate(List.of(file))).isZero();
        assertThat(err)
                .asString()
                .startsWith("warning: " + file + ":" + line(file, "colour") + ": metadata.colour is not a key of ")
                .hasLineCount(2);
    }

    @Test
    void an_error_is_reported_once_without_its_consequences() throws IOException {
        String manifest = Files.readString(MANIFESTS.resolve(CONSUMER));
        Path ofAuthentication = write("a.yaml", manifest.replace("provider: aws", "provider: azure-workload"));
        assertThat(validate(List.of(ofAuthentication))).isEqualTo(1);
        assertThat(out).asString().hasLineCount(1);
        assertThat(err).asString().hasLineCount(1).endsWith("1 error, 0 warnings\n");
        out.reset();
        String noObject =
                manifest.substring(0, manifest.indexOf("      metadata:\n        queueURL")) + "      metadata: 5\n";
        assertThat(validate(List.of(write("b.yaml", noObject)))).isEqualTo(1);
        assertThat(out).asString().hasLineCount(1).contains("metadata: '5'");
        out.reset();
        assertThat(validate(List.of(write("c.yaml", manifest.replace("awsRegion:", "awsRegin:")))))
                .isEqualTo(1);
        assertThat(out).asString().hasLineCount(1).contains("the key awsRegion");
        for (List<String> change : List.of(
                List.of("      authenticationRef:", "      authenticationRefs:"),
                List.of("        name: keda-trigger", "        nam: keda-trigger"),
                List.of("  jobTargetRef:", "  jobTargetRf:"),
                List.of("    provider: aws", "    providr: aws"),
                List.of("queueLength: '1'", "queueLength: '1'\n        identityOwner: operater"),
                List.of("queueURL: put-your-sqs-queue-url-here", "queueURLFromEvn: QUEUE_URL"),
                List.of("kind: ScaledJob", "kind: ''"),
                List.of(
                        "  name: keda-trigger-auth-aws-credentials\n  n",
                        "  name: keda-trigger-auth-aws-credentials\n  labels: {a: 5}\n  n"))) {
            out.reset();
            err.reset();
            assertThat(manifest).contains(change.get(0));
            assertThat(validate(List.of(write("d.yaml", manifest.replace(change.get(0), change.get(1))))))
                    .isEqualTo(1);
            assertThat(out).asString().as("%s", change).hasLineCount(1);
            assertThat(err).asString().as("%s", change).endsWith(": 1 error, 0 warnings\n");
        }
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private int validate(List<Path> files) {
        List<String> arguments = new ArrayList<>(List.of("validate"));
        files.forEach(file -> arguments.add(file.toString()));
        return run(arguments);
    }

    private int run(List<String> arguments) {
        return Main.run(
                arguments,
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static int line(Path file, String text) {
        try {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).contains(text)) {
                    return i + 1;
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("no " + text + " in " + file);
    }
}
