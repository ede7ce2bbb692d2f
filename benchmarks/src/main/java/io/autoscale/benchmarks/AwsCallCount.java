// SPDX-License-Identifier: Apache-2.0
package io.autoscale.benchmarks;

import io.autoscale.aws.AwsSources;
import io.autoscale.aws.AwsSourcesBuilder;
import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.call.CallRates;
import io.autoscale.aws.call.Endpoints;
import io.autoscale.testkit.ManualTime;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts the calls to AWS of ten thousand triggers per polling interval of 30 s, by kind of
 * trigger, with a server on loopback and a manual clock. Each kind is read in two ways: by the
 * engine, spread over the interval, and by 64 threads at once at its start. Options: {@code
 * --triggers 10000 --intervals 6 --read-sharing-seconds 1}, and {@code --kind} to select trigger
 * types. Ends with status 1 if a read fails, or if CloudWatch triggers need more than one call for
 * 400 of them in any interval; triggers with periods shorter than the interval only report it.
 */
public final class AwsCallCount {

    /** The triggers' default. */
    static final Duration INTERVAL = Duration.ofSeconds(30);

    /** Calls per second. The guards use the system clock, in which intervals are short. */
    private static final int UNBOUNDED = 10_000_000;

    /** 25 calls for 10,000. */
    private static final int TRIGGERS_PER_CALL = 400;

    private final int triggers;
    private final int intervals;
    private final Duration readSharing;
    private boolean missed;

    private AwsCallCount(int triggers, int intervals, Duration readSharing) {
        this.readSharing = readSharing;
        this.triggers = triggers;
        this.intervals = intervals;
    }

    /**
     * Counts and prints.
     *
     * @param arguments options and their values in turn
     * @throws Exception when a driver fails
     */
    @SuppressWarnings("SystemExitOutsideMain") // the status is the result
    public static void main(String[] arguments) throws Exception {
        Options options = Options.of(
                arguments,
                Map.of("--triggers", "10000", "--intervals", "6", "--read-sharing-seconds", "1", "--kind", ""));
        AwsCallCount count = new AwsCallCount(
                options.number("--triggers"),
                options.number("--intervals"),
                Duration.ofSeconds(options.number("--read-sharing-seconds")));
        count.run(options.text("--kind"));
        System.exit(count.missed ? 1 : 0);
    }

    private void run(String prefix) throws Exception {
        System.out.printf(
                "java %s; %d triggers of each kind, %d intervals of %d s; columns per interval: first, mean of the others, maximum%n",
                Runtime.version(), triggers, intervals, INTERVAL.toSeconds());
        for (AwsTriggers.Kind kind : AwsTriggers.kinds(triggers)) {
            if (!kind.title().startsWith(prefix)) {
                continue;
            }
            for (Polling polling : List.of(Polling.spread(), Polling.atOnce())) {
                count(kind, polling);
            }
        }
    }

    private void count(AwsTriggers.Kind kind, Polling polling) throws Exception {
        ManualTime time = new ManualTime();
        try (AwsStub stub = AwsStub.start();
                AwsSources sources = sources(stub.endpoint())
                        .clock(time)
                        .readSharing(readSharing)
                        .build()) {
            if (sources.factories().stream()
                    .noneMatch(factory -> factory.triggerType().equals(kind.type()))) {
                System.out.printf("%s: skipped, there is no source factory for it%n", kind.title());
                return;
            }
            List<Map<String, Long>> seen = new ArrayList<>();
            Map<String, Long> before = Map.of();
            try (Polling.Run run = polling.start(sources, kind, triggers, time)) {
                for (int i = 0; i < intervals; i++) {
                    run.interval(INTERVAL);
                    Map<String, Long> after = new TreeMap<>(stub.calls());
                    after.put("metrics", stub.metrics());
                    Map<String, Long> start = before;
                    Map<String, Long> added = new TreeMap<>();
                    after.forEach((name, number) -> added.put(name, number - start.getOrDefault(name, 0L)));
                    seen.add(added);
                    before = after;
                }
                print(kind, polling, seen, run.failures());
            }
        }
    }

    private void print(AwsTriggers.Kind kind, Polling polling, List<Map<String, Long>> seen, long failures) {
        System.out.printf("%s, %s%s%n", kind.title(), polling.title(), failures == 0 ? "" : ": FAILED " + failures);
        missed |= failures > 0;
        for (String name : seen.get(seen.size() - 1).keySet()) {
            List<Long> numbers =
                    seen.stream().map(one -> one.getOrDefault(name, 0L)).toList();
            long most = numbers.stream().mapToLong(Long::longValue).max().orElse(0);
            double mean = numbers.stream()
                    .skip(1)
                    .mapToLong(Long::longValue)
                    .average()
                    .orElse(0);
            boolean isOver = name.equals("GetMetricData") && most * TRIGGERS_PER_CALL > triggers;
            missed |= isOver && kind.holdsToGoal();
            if (most > 0) {
                System.out.printf(
                        "    %-24s %,10d %,12.1f %,10d%s%n",
                        name, numbers.get(0), mean, most, isOver ? "  GOAL MISSED" : "");
            }
        }
    }

    /**
     * Creates sources with all guards, with rates that do not limit, whose calls all go to one
     * server.
     */
    static AwsSourcesBuilder sources(URI endpoint) {
        Endpoints endpoints = Endpoints.awsOnly();
        CallRates guards = CallRates.DEFAULT;
        for (AwsService service : AwsService.values()) {
            endpoints = endpoints.with(service, endpoint);
            guards = guards.with(service, UNBOUNDED);
        }
        return AwsSources.builder().endpoints(endpoints).callRates(guards).ownIdentity(AwsTriggers.keys());
    }
}
