// SPDX-License-Identifier: Apache-2.0
package io.autoscale.benchmarks;

import io.autoscale.Autoscaler;
import io.autoscale.aws.AwsSources;
import io.autoscale.engine.Registration;
import io.autoscale.event.AutoscalerEvent.RegistrationChange;
import io.autoscale.event.AutoscalerEvent.RegistrationChanged;
import io.autoscale.event.AutoscalerEvent.RoundCompleted;
import io.autoscale.event.AutoscalerListener;
import io.autoscale.event.DecisionRecord;
import io.autoscale.event.RoundCause;
import io.autoscale.event.RoundDurations;
import io.autoscale.event.RoundResult;
import io.autoscale.executor.ScalingExecutor;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.micrometer.AutoscalerMetrics;
import io.autoscale.plan.ExecutionOutcome;
import io.autoscale.plan.Planner;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.spec.ScaledJobBuilder;
import io.autoscale.workload.JobCensus;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Measures what metrics cost: the CPU of a round that reads a queue with them and without, and the series, the memory
 * and the scrape of many ScaledJobs. Each batch runs all ways in a different order, and ratios are computed within a
 * batch. Options: {@code --batches 21 --rounds 1000 --jobs 10000}. Ends with status 1 if metrics add more than 2 % to
 * the CPU of a round.
 */
public final class MetricsCost {

    private static final double GOAL = 1.02;
    private static final double NANOS_PER_MICRO = 1_000;
    private static final double MEBI = 1 << 20;
    private static final int WARM_UP = 5;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private MetricsCost() {}

    /** A way to run rounds. */
    private record Way(String name, Autoscaler autoscaler, Registration registration, List<Double> micros) {}

    /**
     * Measures and prints.
     *
     * @param arguments options and their values in turn
     * @throws Exception if the stub does not start
     */
    @SuppressWarnings("SystemExitOutsideMain") // the status is the result
    public static void main(String[] arguments) throws Exception {
        Options options = Options.of(arguments, Map.of("--batches", "21", "--rounds", "1000", "--jobs", "10000"));
        System.out.printf("java %s; medians%n", Runtime.version());
        boolean met;
        try (ChildProcess stub = ChildProcess.start(AwsStub.class, List.of(), List.of());
                AwsSources sources = AwsCallCount.sources(URI.create(stub.line()))
                        .readSharing(Duration.ZERO)
                        .build()) {
            met = rounds(sources, options.number("--batches"), options.number("--rounds"));
        }
        for (boolean keda : List.of(false, true)) {
            for (boolean perTrigger : List.of(true, false)) {
                memory(options.number("--jobs"), perTrigger, keda);
            }
        }
        System.exit(met ? 0 : 1);
    }

    private static boolean rounds(AwsSources sources, int batches, int rounds) {
        Way without = way("without metrics", sources, event -> {});
        Way ours = way("ours", sources, AutoscalerMetrics.of(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)));
        Way keda = way(
                "ours and KEDA's",
                sources,
                AutoscalerMetrics.builder(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                        .kedaSeries(true)
                        .build());
        List<Way> ways = new ArrayList<>(List.of(without, ours, keda));
        Random random = new Random(1);
        for (int batch = -WARM_UP; batch < batches; batch++) {
            Collections.shuffle(ways, random);
            for (Way way : ways) {
                long before = THREADS.getCurrentThreadCpuTime();
                for (int round = 0; round < rounds; round++) {
                    way.registration.triggerNow();
                }
                double micros = (THREADS.getCurrentThreadCpuTime() - before) / NANOS_PER_MICRO / rounds;
                if (batch >= 0) {
                    way.micros.add(micros);
                }
            }
        }
        boolean met = true;
        for (Way way : List.of(without, ours, keda)) {
            double ratio = median(ratios(way.micros, without.micros));
            System.out.printf(
                    "CPU of a round, %-16s %7.1f us, ratio %.3f%n", way.name + ":", median(toArray(way.micros)), ratio);
            met &= ratio <= GOAL;
            way.autoscaler.close();
        }
        System.out.printf("goal: ratio at most %.2f: %s%n", GOAL, met ? "met" : "MISSED");
        return met;
    }

    private static Way way(String name, AwsSources sources, AutoscalerListener listener) {
        Autoscaler autoscaler = Autoscaler.builder()
                .sources(sources.factories())
                .authProvider(request -> AwsTriggers.OWN)
                .workers(Runnable::run)
                .scheduler((delay, task) -> () -> {})
                .listener(listener)
                .build();
        Registration registration = autoscaler.register(
                job("videos").build(), request -> JobCensus.empty(Instant.now()), ScalingExecutor.dryRun());
        return new Way(name, autoscaler, registration, new ArrayList<>());
    }

    private static ScaledJobBuilder job(String name) {
        return ScaledJob.builder(name).jobTemplate(JobTemplate.named("encoder")).trigger(AwsTriggers.queue(0));
    }

    private static void memory(int jobs, boolean perTrigger, boolean keda) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        AutoscalerMetrics metrics = AutoscalerMetrics.builder(registry)
                .perTrigger(perTrigger)
                .kedaSeries(keda)
                .build();
        List<ScaledJob> all = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            all.add(job("job-" + i).build());
        }
        double before = heap();
        Instant now = Instant.now();
        for (ScaledJob job : all) {
            metrics.onEvent(new RegistrationChanged(job, now, RegistrationChange.STARTED));
            metrics.onEvent(new RoundCompleted(record(job, now)));
        }
        double bytes = heap() - before;
        long started = System.nanoTime();
        String text = registry.scrape();
        double millis = (System.nanoTime() - started) / 1e6;
        long series = text.lines().filter(line -> !line.startsWith("#")).count();
        System.out.printf(
                "%,d ScaledJobs, trigger labels %-5s KEDA's series %-5s %,d series, %.0f MiB (%.1f kB each), scrape %.1f"
                        + " MiB in %.0f ms%n",
                jobs,
                perTrigger + ",",
                keda + ":",
                series,
                bytes / MEBI,
                bytes / jobs / 1_000,
                text.length() / MEBI,
                millis);
        metrics.close();
    }

    /** Of a round that found an empty queue. */
    private static DecisionRecord record(ScaledJob job, Instant now) {
        List<TriggerReading> readings = List.of(new TriggerReading.Observed(
                job.triggers().get(0).label(0),
                MetricSpec.averageValue("s0-aws-sqs-" + job.name(), 1),
                new MetricSample(0, now)));
        return new DecisionRecord(
                job.ref(),
                1,
                now,
                now,
                RoundDurations.NONE,
                RoundResult.COMPLETED,
                RoundCause.NONE,
                "",
                readings,
                Planner.plan(job, readings, JobCensus.empty(now), now),
                ExecutionOutcome.NOTHING,
                "");
    }

    private static double heap() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static double[] ratios(List<Double> of, List<Double> by) {
        double[] ratios = new double[of.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = of.get(i) / by.get(i);
        }
        return ratios;
    }

    private static double[] toArray(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
