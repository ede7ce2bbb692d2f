// SPDX-License-Identifier: Apache-2.0
package io.autoscale.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.plan.Planner;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.spec.ScaledJobBuilder;
import io.autoscale.strategy.ScalingStrategy;
import io.autoscale.trigger.Trigger;
import io.autoscale.workload.JobCensus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verifies that the documentation matches the code. */
class DocumentationTest {

    private static final Path ROOT = root();
    private static final String KNOWN_PROBLEMS = "docs/reference/known-problems.md";
    private static final Pattern BLOCK =
            Pattern.compile("(?:<!-- (snippet|file|part): (\\S+) -->\n)?```(\\w+)\n(.*?)\n```", Pattern.DOTALL);
    private static final Path TUTORIAL = Path.of("consumers/src/it/getting-started");
    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("autoscale-core"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    static Stream<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(
                    Stream.of(ROOT.resolve("README.md")),
                    docs.filter(path -> path.toString().endsWith(".md")).toList().stream());
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_block_of_java_is_a_region_of_compiled_code(Path page) {
        Map<String, String> regions = regions();
        matches(page, block -> block.group(3).equals("java") && !"file".equals(block.group(1)))
                .forEach(block -> {
                    assertThat(regions).as("%s", page).containsKey(block.group(2));
                    assertThat(block.group(4)).as("%s", page).isEqualTo(regions.get(block.group(2)));
                });
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_block_that_names_a_file_is_that_file(Path page) {
        matches(page, block -> "file".equals(block.group(1)))
                .forEach(block ->
                        assertThat(block.group(4)).as("%s", page).isEqualTo(shown(ROOT.resolve(block.group(2)))));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_block_that_names_a_part_of_a_file_is_in_that_file(Path page) {
        matches(page, block -> "part".equals(block.group(1)))
                .forEach(block -> assertThat(read(ROOT.resolve(block.group(2))))
                        .as("%s", page)
                        .containsIgnoringWhitespaces(block.group(4)));
    }

    private static Stream<MatchResult> matches(Path page, Predicate<MatchResult> wanted) {
        return BLOCK.matcher(read(page)).results().filter(wanted);
    }

    @Test
    void getting_started_shows_every_file_of_its_tested_project() throws IOException {
        String page = read(ROOT.resolve("docs/getting-started.md"));
        try (Stream<Path> files = Files.walk(ROOT.resolve(TUTORIAL))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(ROOT::relativize)
                            .filter(file -> !file.endsWith("invoker.properties")))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(page).contains("<!-- file: " + file + " -->"));
        }
    }

    /** A file as a page shows it. */
    private static String shown(Path file) {
        return read(file)
                .replaceFirst("^// SPDX-License-Identifier: \\S+\n", "")
                .stripTrailing();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_file_link_has_a_target(Path page) throws IOException {
        Matcher link = Pattern.compile("\\]\\((?!https?:)([^)#]+)").matcher(Files.readString(page));
        while (link.find()) {
            assertThat(page.getParent().resolve(link.group(1))).exists();
        }
    }

    static Stream<List<String>> workedExamples() {
        return rows("docs/concepts/decisions.md", "Worked examples");
    }

    @ParameterizedTest
    @MethodSource("workedExamples")
    void every_worked_example_matches_the_planner(List<String> row) {
        ScaledJob job = base().maxReplicaCount(Integer.parseInt(row.get(1)))
                .scalingStrategy(ScalingStrategy.fromText(row.get(0)).orElseThrow())
                .build();
        TriggerReading reading = new TriggerReading.Observed(
                "example",
                MetricSpec.averageValue("example", Double.parseDouble(row.get(2))),
                new MetricSample(Double.parseDouble(row.get(3)), NOW));
        JobCensus census = JobCensus.ofCounts(NOW, Integer.parseInt(row.get(4)), Integer.parseInt(row.get(5)));
        assertThat(Planner.plan(job, List.of(reading), census, NOW).jobsToCreate())
                .hasSize(Integer.parseInt(row.get(6)));
    }

    @Test
    void every_documented_default_is_the_coded_one() {
        ScaledJob job = base().build();
        Map<String, String> documented = new TreeMap<>();
        rows("docs/reference/scaled-job.md", "ScaledJob, field by field")
                .forEach(row -> documented.put(row.get(0).replace("`", ""), row.get(1)));
        assertThat(documented)
                .containsEntry("pollingInterval", job.pollingInterval().toSeconds() + " s")
                .containsEntry("successfulJobsHistoryLimit", job.historyLimits().successful() + "")
                .containsEntry("failedJobsHistoryLimit", job.historyLimits().failed() + "")
                .containsEntry("minReplicaCount", job.bounds().minimum() + "")
                .containsEntry("maxReplicaCount", job.bounds().maximum() + "")
                .containsEntry("minTotalJobCount", job.minTotalJobCount() + "")
                .containsEntry("warmJobCount", job.warmJobCount() + "")
                .containsEntry("claimTimeout", job.claimTimeout().toSeconds() + " s")
                .containsEntry(
                        "rollout.strategy", job.rollout().strategy().name().toLowerCase(Locale.ROOT))
                .containsEntry(
                        "rollout.propagationPolicy",
                        job.rollout().propagationPolicy().name().toLowerCase(Locale.ROOT))
                .containsEntry("scalingStrategy.strategy", job.scalingStrategy().name())
                .containsEntry(
                        "scalingStrategy.multipleScalersCalculation",
                        job.multipleScalersCalculation().text());
    }

    @Test
    void every_test_that_is_named_in_known_problems_is_there() throws IOException {
        StringBuilder tests = new StringBuilder();
        try (Stream<Path> files = Files.walk(ROOT)) {
            files.filter(file -> file.toString().contains("/src/test/"))
                    .filter(file -> file.toString().endsWith(".java"))
                    .forEach(file -> tests.append(read(file)));
        }
        Matcher named = Pattern.compile("`(\\w+_\\w+)`").matcher(read(ROOT.resolve(KNOWN_PROBLEMS)));
        while (named.find()) {
            assertThat(tests).as("%s", named.group(1)).contains("void " + named.group(1) + "(");
        }
    }

    private static ScaledJobBuilder base() {
        return ScaledJob.builder("example")
                .jobTemplate(JobTemplate.named("example"))
                .trigger(Trigger.builder("example").build());
    }

    /** The blocks of one language on a page, in order. */
    static List<String> blocks(String page, String language) {
        return matches(ROOT.resolve(page), block -> block.group(3).equals(language))
                .map(block -> block.group(4))
                .toList();
    }

    static Stream<List<String>> rows(String page, String heading) {
        List<String> lines = read(ROOT.resolve(page)).lines().toList();
        int start = 0;
        while (!lines.get(start).matches("#+ " + Pattern.quote(heading))) {
            start++;
        }
        return lines.subList(start, lines.size()).stream()
                .skip(1)
                .takeWhile(line -> !line.startsWith("#"))
                .filter(line -> line.startsWith("| "))
                .filter(line -> !line.startsWith("| ---"))
                .skip(1)
                .map(line -> Arrays.stream(line.substring(2, line.length() - 2).split(" \\| "))
                        .map(String::trim)
                        .toList());
    }

    private static Map<String, String> regions() {
        Path folder = ROOT.resolve("samples/video-encoder/src/test/java/io/autoscale/docs");
        String code = read(folder.resolve("SnippetsTest.java"))
                + read(folder.resolve("AwsSnippetsTest.java"))
                + read(folder.resolve("ExtendSnippetsTest.java"));
        Matcher region = Pattern.compile("( *)// region: (\\S+)\n(.*?)\n *// endregion", Pattern.DOTALL)
                .matcher(code);
        Map<String, String> regions = new TreeMap<>();
        while (region.find()) {
            regions.put(region.group(2), region.group(3).replaceAll("(?m)^" + region.group(1), ""));
        }
        return regions;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
