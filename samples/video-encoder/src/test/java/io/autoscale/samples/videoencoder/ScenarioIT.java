// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.videoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the scenario with embedded servers. */
class ScenarioIT {

    @TempDir
    private Path folder;

    private String play(String... arguments) throws IOException, InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            boolean well = new Scenario(Options.parse(arguments), out).run();
            assertThat(well).as("%s", bytes.toString(StandardCharsets.UTF_8)).isTrue();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void ten_videos_become_ten_jobs_and_ten_lines_of_the_analyzer() throws Exception {
        Path json = folder.resolve("rounds.json");
        String output = play("--encode-seconds", "0.5", "--json", json.toString());
        assertThat(output)
                .contains(
                        "backlog 10 / target 1 = 10 jobs, default: 10 wanted - 0 running gives 10: create 10; created 10")
                .contains("processed count 1\"", "processed count 10\"")
                .doesNotContain("processed count 11", "kill count")
                .contains(
                        "messages: 10; jobs: 10 (10 Complete, 0 Failed, 0 unfinished); messages processed exactly once: yes");
        // a round that is skipped meanwhile is recorded before the running one
        assertThat(Files.readString(json))
                .startsWith("[\n{\"workload\":\"default/video-processor\",\"round\":")
                .contains("\"round\":1,");
    }

    @Test
    void more_videos_than_replicas_never_make_more_jobs_than_allowed() throws Exception {
        assertThat(play("--messages", "12", "--max-replicas", "4", "--encode-seconds", "0.2"))
                .contains("at most 4 wanted")
                .contains("messages: 12; jobs: 12 (12 Complete, 0 Failed, 0 unfinished)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"custom", "accurate", "eager"})
    void every_strategy_processes_every_video_once(String strategy) throws Exception {
        assertThat(play("--messages", "5", "--max-replicas", "6", "--encode-seconds", "0.2", "--strategy", strategy))
                .contains("messages processed exactly once: yes");
    }

    @Test
    void a_stopped_scenario_reports_and_records_its_progress() throws Exception {
        Path json = folder.resolve("rounds.json");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Scenario scenario = new Scenario(
                Options.parse("--messages", "3", "--encode-seconds", "3600", "--json", json.toString()), out);
        FutureTask<Boolean> story = new FutureTask<>(scenario::run);
        Thread teller = new Thread(story, "story");
        teller.start();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> bytes.toString(StandardCharsets.UTF_8).contains("running    3"));
        scenario.stop();
        assertThat(story.get(1, TimeUnit.MINUTES)).isFalse();
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("stopped\n", "messages: 3; jobs: 3 (0 Complete, 0 Failed, 3 unfinished)");
        assertThat(Files.readString(json)).startsWith("[\n{").endsWith("}\n]\n");
    }
}
