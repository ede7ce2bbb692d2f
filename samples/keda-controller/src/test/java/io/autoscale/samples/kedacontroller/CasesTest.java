// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.kedacontroller;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the output of {@code validate} for a set of manifests. */
class CasesTest {

    private static final Path CASES = Path.of("src", "test", "resources", "cases");

    static Stream<Arguments> cases() throws IOException {
        return Files.readAllLines(CASES.resolve("expected.tsv")).stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(line -> line.split("\t", -1))
                .map(cells -> Arguments.of(cells[0], Integer.parseInt(cells[1]), cells[2], cells[3]));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void each_manifest_has_the_expected_exit_code_and_output(String manifest, int exit, String told, String why)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            int code = Main.run(
                    List.of(
                            "validate",
                            CASES.resolve("manifests").resolve(manifest).toString()),
                    InputStream.nullInputStream(),
                    out,
                    out);
            String text = bytes.toString(StandardCharsets.UTF_8);
            assertThat(text)
                    .as(why)
                    .containsPattern(Pattern.compile(told, Pattern.CASE_INSENSITIVE | Pattern.MULTILINE));
            assertThat(code).as("%s: %s", why, text).isEqualTo(exit);
        }
    }
}
