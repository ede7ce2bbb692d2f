// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests manifests that are designed to make a parser hang or run out of memory. */
class HostileManifestTest {

    private static final String JOB = """
            apiVersion: keda.sh/v1alpha1
            kind: ScaledJob
            metadata: {name: videos}
            spec:
              jobTargetRef:
                template: {spec: {containers: [{name: encoder, image: "encoder:1"}]}}
              triggers: [{type: aws-sqs-queue, metadata: {queueURL: videos, awsRegion: eu-west-1}}]
            """;

    private static Arguments row(String name, String text, String expected) {
        return Arguments.of(Named.of(name, text), expected);
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                row(
                        "a list that contains itself",
                        "&a {apiVersion: v1, kind: List, items: [*a]}",
                        "an alias of an element that does not contain it"),
                row(
                        "a job template that contains itself",
                        JOB.replaceFirst("template: .*", "&x {template: {spec: {y: *x}}}")
                                .replace("jobTargetRef:\n    ", "jobTargetRef: "),
                        "an alias of an element that does not contain it"),
                row("brackets", "[".repeat(10_000), "a document of at most 200 levels"),
                row("braces", "{a: ".repeat(10_000), "a document of at most 200 levels"),
                row("aliases of aliases", bomb("v1"), "a document of at most 200 levels and 200000 values"),
                row("lists of lists", lists(), "a document of at most 200 levels and 200000 values"),
                row("an escape that is no character", "a: \"\\UFFFFFFFF\"", "YAML or JSON"),
                row("a key that is no text", "[a]: b\nkind: c", "keys that are strings"),
                row("a merge of a text", "<<: a\nkind: c", "an object, or a list of them, to merge"));
    }

    private static String bomb(String first) {
        return "a0: &a0 [" + first + "]\n"
                + IntStream.rangeClosed(1, 12)
                        .mapToObj(i -> "a%d: &a%d [%s]"
                                .formatted(
                                        i,
                                        i,
                                        Stream.generate(() -> "*a" + (i - 1))
                                                .limit(9)
                                                .collect(Collectors.joining(", "))))
                        .collect(Collectors.joining("\n"));
    }

    private static String lists() {
        StringBuilder text = new StringBuilder("x0: &l0 {apiVersion: v1, kind: List, items: []}\n");
        for (int i = 1; i <= 30; i++) {
            text.append("x%d: &l%d {apiVersion: v1, kind: List, items: [*l%d, *l%d]}\n".formatted(i, i, i - 1, i - 1));
        }
        return text.append("apiVersion: v1\nkind: List\nitems: [*l30, *l30]\n").toString();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void an_exceeded_limit_is_an_error_with_its_line(String text, String expected) {
        KedaManifests read = KedaManifests.parse("hostile.yaml", text);
        assertThat(read.errors()).singleElement().satisfies(error -> {
            assertThat(error.expected()).contains(expected);
            assertThat(error.line()).isPositive();
        });
    }

    @Test
    void a_hundred_thousand_digits_are_parsed_in_linear_time() {
        String digits = "1".repeat(100_000);
        KedaManifests read = KedaManifests.parse("digits.yaml", """
                apiVersion: keda.sh/v1alpha1
                kind: ScaledObject
                metadata: {name: videos}
                spec:
                  scaleTargetRef: {name: encoder}
                  advanced: {horizontalPodAutoscalerConfig: {behavior: {scaleUp: {tolerance: "%sx"}}}}
                  triggers: [{type: aws-sqs-queue, metadata: {queueURL: videos}}]
                """.formatted(digits));
        assertThat(read.errors()).anySatisfy(error -> assertThat(error.path()).endsWith("scaleUp.tolerance"));
    }

    @Test
    void a_text_in_an_error_is_short_and_has_no_control_characters() {
        KedaManifests read = KedaManifests.parse(
                "long.yaml", JOB.replace("name: videos}", "name: \"a\\e[31m\\n\\u202Eb" + "x".repeat(10_000) + "\"}"));
        assertThat(read.errors()).singleElement().satisfies(error -> {
            assertThat(error.text()).startsWith("a?[31m??bxxx").endsWith("…").hasSize(201);
            assertThat(error.toString()).doesNotContain("\n");
        });
    }

    @Test
    void twenty_thousand_documents_are_read() {
        String padding = "# " + "x".repeat(900) + "\n";
        String text = IntStream.range(0, 20_000)
                .mapToObj(i -> "---\n" + padding + JOB.replace("name: videos", "name: videos-" + i))
                .collect(Collectors.joining());
        KedaManifests read = KedaManifests.parse("many.yaml", text);
        assertThat(read.errors()).isEmpty();
        assertThat(read.scaledJobs()).hasSize(20_000);
    }
}
