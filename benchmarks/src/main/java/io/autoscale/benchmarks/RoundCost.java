// SPDX-License-Identifier: Apache-2.0
package io.autoscale.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Measures whole rounds at a real pace: many ScaledJobs, each with a queue, and jobs on an API
 * server, compared with a bare loop of SDK calls at the same rate. Both run at the same time, each
 * in its own JVM with the same heap. The queue server is a third process. Options: {@code
 * --scaled-jobs 1000 --interval-seconds 10 --warm-up-seconds 300 --duration-seconds 120 --heap 128m
 * --collector Serial --kubeconfig FILE}, where the serial collector is the default of the JVM in a
 * container of less than 1792 MB; {@code --active N} for ScaledJobs that have a backlog and a
 * running job, and so a full history; {@code --burners N --burn-seconds 60} for threads that use up
 * the CPU during the run. Ends with status 1 if a round costs more than 1.10 times the bare call,
 * the collector takes more than 5 % of the CPU or, with burners, a round fails, a circuit breaker
 * changes state or a round is later than one interval at the end.
 */
public final class RoundCost {

    private static final double MOST_RATIO = 1.10;
    private static final double MOST_COLLECTING = 0.05;

    private final Options options;
    private final Duration interval;
    private boolean met = true;

    private RoundCost(Options options) {
        this.options = options;
        this.interval = Duration.ofSeconds(options.number("--interval-seconds"));
    }

    /**
     * Measures and prints.
     *
     * @param arguments options and their values in turn
     * @throws Exception when a process ends early
     */
    @SuppressWarnings("SystemExitOutsideMain") // the status is the result
    public static void main(String[] arguments) throws Exception {
        Options options = Options.of(
                arguments,
                Map.ofEntries(
                        Map.entry("--scaled-jobs", "1000"),
                        Map.entry("--interval-seconds", "10"),
                        Map.entry("--warm-up-seconds", "300"),
                        Map.entry("--duration-seconds", "120"),
                        Map.entry("--heap", "128m"),
                        Map.entry("--collector", "Serial"),
                        Map.entry("--kubeconfig", ""),
                        Map.entry("--active", "0"),
                        Map.entry("--burners", "0"),
                        Map.entry("--burn-seconds", "60")));
        System.exit(new RoundCost(options).run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        System.out.printf(
                "java %s; %s ScaledJobs, %s of them with a job, every %d s for %s s; heap of %s, %s collector%n",
                Runtime.version(),
                options.text("--scaled-jobs"),
                options.text("--active"),
                interval.toSeconds(),
                options.text("--duration-seconds"),
                options.text("--heap"),
                options.text("--collector"));
        try (ChildProcess stub = ChildProcess.start(AwsStub.class, List.of(), List.of())) {
            String endpoint = stub.line();
            try (ChildProcess bare = load("bare", endpoint);
                    ChildProcess ours = load("ours", endpoint)) {
                seconds("--warm-up-seconds");
                RoundLoad.Figures bareBefore = RoundLoad.Figures.of(bare.ask());
                RoundLoad.Figures oursBefore = RoundLoad.Figures.of(ours.ask());
                if (options.number("--burners") > 0) {
                    burn(ours);
                } else {
                    seconds("--duration-seconds");
                    compare(
                            RoundLoad.Figures.of(bare.ask()).minus(bareBefore),
                            RoundLoad.Figures.of(ours.ask()).minus(oursBefore));
                }
            }
        }
        return met;
    }

    private void compare(RoundLoad.Figures bare, RoundLoad.Figures ours) {
        System.out.printf("%-6s %8s %12s %14s %12s%n", "", "polls", "CPU ms/poll", "collector %", "heap MiB");
        print("bare", bare);
        print("ours", ours);
        double ratio = ours.cpuMillisPerPoll() / bare.cpuMillisPerPoll();
        expect("ratio %.3f, goal at most %.2f".formatted(ratio, MOST_RATIO), ratio <= MOST_RATIO);
        expect(
                "collector %.1f %% of the CPU, goal at most %.0f %%"
                        .formatted(ours.collecting() * 100, MOST_COLLECTING * 100),
                ours.collecting() <= MOST_COLLECTING);
        expect("failed rounds %d, goal 0".formatted(ours.failures()), ours.failures() == 0);
    }

    private static void print(String name, RoundLoad.Figures figures) {
        System.out.printf(
                "%-6s %8d %12.3f %14.1f %12.1f%n",
                name,
                figures.polls(),
                figures.cpuMillisPerPoll(),
                figures.collecting() * 100,
                figures.heapBytes() / 1024.0 / 1024);
    }

    private void burn(ChildProcess ours) throws IOException, InterruptedException {
        RoundLoad.Figures before = RoundLoad.Figures.of(ours.ask());
        AtomicBoolean burning = new AtomicBoolean(true);
        List<Thread> burners = new ArrayList<>();
        for (int i = 0; i < options.number("--burners"); i++) {
            Thread burner = new Thread(() -> spin(burning), "burner-" + i);
            burner.start();
            burners.add(burner);
        }
        seconds("--burn-seconds");
        RoundLoad.Figures during = RoundLoad.Figures.of(ours.ask()).minus(before);
        burning.set(false);
        for (Thread burner : burners) {
            burner.join();
        }
        // each registration has had its round by then
        pause(interval);
        RoundLoad.Figures after = RoundLoad.Figures.of(ours.ask()).minus(before);
        System.out.printf(
                "%d burners for %s s: %d rounds, maximum lateness %d ms; one interval later: oldest round %d ms%n",
                burners.size(),
                options.text("--burn-seconds"),
                during.polls(),
                during.latestMillis(),
                after.oldestMillis());
        expect("failed rounds %d, goal 0".formatted(after.failures()), after.failures() == 0);
        expect("circuit breaker changes %d, goal 0".formatted(after.leftAlone()), after.leftAlone() == 0);
        expect(
                "oldest round %d ms, goal at most one interval".formatted(after.oldestMillis()),
                after.oldestMillis() <= interval.toMillis() + interval.toMillis() / 10);
    }

    @SuppressWarnings("StatementWithEmptyBody") // the only purpose is to use CPU
    private static void spin(AtomicBoolean burning) {
        while (burning.get()) {}
    }

    private void expect(String what, boolean holds) {
        System.out.println(what + ": " + (holds ? "met" : "MISSED"));
        met &= holds;
    }

    private ChildProcess load(String way, String endpoint) throws IOException {
        ChildProcess child = ChildProcess.start(
                RoundLoad.class,
                List.of("-Xmx" + options.text("--heap"), "-XX:+Use" + options.text("--collector") + "GC"),
                List.of(
                        way,
                        endpoint,
                        options.text("--scaled-jobs"),
                        options.text("--interval-seconds"),
                        options.text("--active"),
                        options.text("--kubeconfig")));
        child.line();
        return child;
    }

    private void seconds(String option) throws InterruptedException {
        pause(Duration.ofSeconds(options.number(option)));
    }

    private static void pause(Duration time) throws InterruptedException {
        new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
    }
}
