// SPDX-License-Identifier: Apache-2.0
package io.autoscale.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.autoscale.benchmarks.AwsPollers.Poller;
import io.autoscale.benchmarks.AwsPollers.Way;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;

/**
 * Measures CPU and memory of one poll of a queue, compared with the same call of the bare SDK, with
 * each of its HTTP clients. The server is another process. Each round runs all of them in a
 * different order, and ratios are computed within a round, because the load of the machine varies.
 * Options: {@code --rounds 9 --polls 4000 --warm-up 4}, and {@code --client} to select one HTTP
 * client. Ends with status 1 if a poll of this library needs more than 1.10 times the CPU of the
 * bare call, with the HTTP client that the library uses.
 */
public final class AwsPollCost {

    private static final int[] CALLERS = {1, 32};
    private static final int MOST_CALLERS = 32;
    private static final double GOAL = 1.10;
    private static final double NANOS_PER_MICRO = 1000;

    private final OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final int rounds;
    private final int warmUp;
    private final int polls;

    /**
     * What one poll costs.
     *
     * @param process CPU of all threads, in microseconds, the collector's and the compiler's too
     * @param callers CPU of the threads that ask, in microseconds
     * @param bytes that the threads that ask allocate
     */
    private record Cost(double process, double callers, double bytes) {}

    private AwsPollCost(int rounds, int warmUp, int polls) {
        this.rounds = rounds;
        this.warmUp = warmUp;
        this.polls = polls;
    }

    /**
     * Measures and prints.
     *
     * @param arguments options and their values in turn
     * @throws Exception when a poll fails
     */
    @SuppressWarnings("SystemExitOutsideMain") // the status is the result
    public static void main(String[] arguments) throws Exception {
        Options options =
                Options.of(arguments, Map.of("--rounds", "9", "--polls", "4000", "--warm-up", "4", "--client", ""));
        // the JDK's client keeps five connections by default; all others have 64
        System.setProperty("http.maxConnections", "64");
        AwsPollCost cost =
                new AwsPollCost(options.number("--rounds"), options.number("--warm-up"), options.number("--polls"));
        boolean met;
        try (ChildProcess stub = ChildProcess.start(AwsStub.class, List.of(), List.of());
                AwsPollers pollers = new AwsPollers(URI.create(stub.line()), MOST_CALLERS)) {
            met = cost.run(pollers.all().stream()
                    .filter(poller -> poller.client().startsWith(options.text("--client")))
                    .toList());
        }
        System.exit(met ? 0 : 1);
    }

    private boolean run(List<Poller> pollers) throws Exception {
        System.out.printf(
                "java %s, %d processors, load average %.1f; %d rounds of %d polls; medians%n",
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                process.getSystemLoadAverage(),
                rounds,
                polls);
        boolean met = true;
        for (int callers : CALLERS) {
            Map<Poller, List<Cost>> costs = measure(pollers, callers);
            System.out.printf(
                    "%n%-20s %-14s %7s %12s %12s %12s %8s %8s%n",
                    "client", "way", "callers", "process us", "callers us", "bytes", "ratio", "ratio");
            for (Poller poller : pollers) {
                List<Cost> own = costs(costs, poller);
                List<Cost> bare = costs(costs, bare(pollers, poller));
                double ratio = ratio(own, bare, Cost::process);
                System.out.printf(
                        "%-20s %-14s %7d %12.1f %12.1f %,12.0f %8.3f %8.3f%n",
                        poller.client(),
                        poller.way(),
                        callers,
                        median(own, Cost::process),
                        median(own, Cost::callers),
                        median(own, Cost::bytes),
                        ratio,
                        ratio(own, bare, Cost::callers));
                met &= poller.way() != Way.OURS || !poller.client().equals(AwsPollers.OURS) || ratio <= GOAL;
            }
        }
        System.out.printf(
                "%nload average %.1f; ratios compare with the bare call of the same client: process CPU, caller CPU; "
                        + "goal for ours with %s: process CPU ratio at most %.2f: %s%n",
                process.getSystemLoadAverage(), AwsPollers.OURS, GOAL, met ? "met" : "MISSED");
        return met;
    }

    private Map<Poller, List<Cost>> measure(List<Poller> pollers, int callers) throws Exception {
        Map<Poller, List<Cost>> costs = new HashMap<>();
        List<Poller> shuffled = new ArrayList<>(pollers);
        Random random = new Random(1);
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            for (int round = -warmUp; round < rounds; round++) {
                Collections.shuffle(shuffled, random);
                for (Poller poller : shuffled) {
                    Cost cost = round(poller, callers, threads);
                    if (round >= 0) {
                        costs.computeIfAbsent(poller, key -> new ArrayList<>()).add(cost);
                    }
                }
            }
        } finally {
            threads.shutdownNow();
        }
        return costs;
    }

    private Cost round(Poller poller, int callers, ExecutorService threads) throws Exception {
        int each = polls / callers;
        long before = process.getProcessCpuTime();
        List<Future<Cost>> running = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            int queue = i;
            running.add(threads.submit(() -> poll(poller, queue, each)));
        }
        double nanos = 0;
        double bytes = 0;
        for (Future<Cost> one : running) {
            Cost cost = one.get();
            nanos += cost.callers;
            bytes += cost.bytes;
        }
        double all = (double) each * callers;
        return new Cost(
                (process.getProcessCpuTime() - before) / all / NANOS_PER_MICRO,
                nanos / all / NANOS_PER_MICRO,
                bytes / all);
    }

    /** The sums of one caller, in nanoseconds and bytes. */
    private Cost poll(Poller poller, int queue, int times) {
        long nanos = thread.getCurrentThreadCpuTime();
        long bytes = thread.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < times; i++) {
            poller.poll().accept(queue);
        }
        return new Cost(0, thread.getCurrentThreadCpuTime() - nanos, thread.getCurrentThreadAllocatedBytes() - bytes);
    }

    private static Poller bare(List<Poller> pollers, Poller like) {
        return pollers.stream()
                .filter(one -> one.way() == Way.BARE && one.client().equals(like.client()))
                .findFirst()
                .orElseThrow();
    }

    private static List<Cost> costs(Map<Poller, List<Cost>> costs, Poller poller) {
        return Objects.requireNonNull(costs.get(poller));
    }

    private static double ratio(List<Cost> own, List<Cost> bare, ToDoubleFunction<Cost> of) {
        double[] ratios = new double[own.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = of.applyAsDouble(own.get(i)) / of.applyAsDouble(bare.get(i));
        }
        return median(ratios);
    }

    private static double median(List<Cost> costs, ToDoubleFunction<Cost> of) {
        return median(costs.stream().mapToDouble(of).toArray());
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
