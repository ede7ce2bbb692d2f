// SPDX-License-Identifier: Apache-2.0
package io.autoscale.benchmarks;

import io.autoscale.Autoscaler;
import io.autoscale.executor.ScalingExecutor;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.trigger.Trigger;
import io.autoscale.workload.JobCensus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Every second trigger hangs for eight seconds, as a call to AWS can, and then fails. Measures the
 * share of completed reads of the others, their longest wait, and the time until every trigger is
 * read after the hangs end. Exits with 1 if the healthy half completes less than 95 % of its reads
 * or waits longer than two intervals, or if a trigger is not read within one minute plus one
 * interval after the end.
 */
public final class HangingTriggers {

    private static final Duration HANG = Duration.ofSeconds(8);

    private final int triggers;
    private final Duration interval;
    private final AtomicIntegerArray reads;
    private final AtomicLongArray lastRead;
    private final AtomicLongArray longestGap;
    private final CountDownLatch healed = new CountDownLatch(1);
    private final InstantSource clock = InstantSource.system();

    private HangingTriggers(int triggers, Duration interval) {
        this.triggers = triggers;
        this.interval = interval;
        this.reads = new AtomicIntegerArray(triggers);
        this.lastRead = new AtomicLongArray(triggers);
        this.longestGap = new AtomicLongArray(triggers);
    }

    /**
     * Runs the benchmark.
     *
     * @param arguments {@code --triggers N} (1000), {@code --interval-seconds N} (10), {@code --duration-seconds N} (180)
     * @throws InterruptedException when the program is stopped
     */
    public static void main(String[] arguments) throws InterruptedException {
        Options options = Options.of(
                arguments, Map.of("--triggers", "1000", "--interval-seconds", "10", "--duration-seconds", "180"));
        HangingTriggers run = new HangingTriggers(
                options.number("--triggers"), Duration.ofSeconds(options.number("--interval-seconds")));
        System.exit(run.run(Duration.ofSeconds(options.number("--duration-seconds"))) ? 0 : 1);
    }

    private boolean run(Duration duration) throws InterruptedException {
        try (Autoscaler autoscaler = Autoscaler.builder()
                .source(ScalerSourceFactory.of("benchmark", context -> source(number(context.trigger()))))
                .build()) {
            for (int i = 0; i < triggers; i++) {
                lastRead.set(i, clock.millis());
                autoscaler.register(job(i), request -> JobCensus.empty(clock.instant()), ScalingExecutor.dryRun());
            }
            new CountDownLatch(1).await(duration.toMillis(), TimeUnit.MILLISECONDS);
            boolean served = report(duration);
            return heal() && served;
        }
    }

    private boolean report(Duration duration) {
        int healthy = triggers / 2;
        double expected = (double) healthy * duration.toSeconds() / interval.toSeconds();
        int got = 0;
        int never = 0;
        long longest = 0;
        for (int i = 1; i < triggers; i += 2) {
            got += reads.get(i);
            never += reads.get(i) == 0 ? 1 : 0;
            longest = Math.max(longest, longestGap.get(i));
        }
        double share = got / expected;
        System.out.printf(
                "JDK %s: %d triggers, every second one hangs; the others completed %.1f %% of their reads,"
                        + " %d of them had none, the longest wait was %d ms%n",
                Runtime.version().feature(), triggers, share * 100, never, longest);
        return share >= 0.95 && longest <= 2 * interval.toMillis();
    }

    private boolean heal() throws InterruptedException {
        int[] before = new int[triggers];
        Arrays.setAll(before, reads::get);
        Instant end = clock.instant();
        healed.countDown();
        Duration bound = Duration.ofSeconds(60).plus(interval);
        int missing = triggers;
        while (missing > 0 && Duration.between(end, clock.instant()).compareTo(bound.plusSeconds(30)) < 0) {
            new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS);
            missing = 0;
            for (int i = 0; i < triggers; i++) {
                missing += reads.get(i) == before[i] ? 1 : 0;
            }
        }
        Duration took = Duration.between(end, clock.instant());
        System.out.printf(
                "after the hangs ended: %d ms until all triggers were read, %d not read%n", took.toMillis(), missing);
        return missing == 0 && took.compareTo(bound) <= 0;
    }

    private ScalerSource source(int number) {
        return ScalerSource.of(MetricSpec.averageValue("benchmark", 1), () -> {
            if (number % 2 == 0 && healed.getCount() > 0) {
                hang();
            }
            long now = clock.millis();
            long gap = now - lastRead.getAndSet(number, now);
            longestGap.accumulateAndGet(number, gap, Math::max);
            reads.incrementAndGet(number);
            return new MetricSample(0, clock.instant());
        });
    }

    private void hang() {
        try {
            if (!healed.await(HANG.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ScalerException(ScalerException.Kind.UNAVAILABLE, "timed out");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ScalerException(ScalerException.Kind.UNAVAILABLE, "interrupted");
        }
    }

    private ScaledJob job(int number) {
        return ScaledJob.builder("benchmark-" + number)
                .jobTemplate(JobTemplate.named("worker"))
                .pollingInterval(interval)
                .trigger(Trigger.builder("benchmark")
                        .metadata("number", Integer.toString(number))
                        .build())
                .build();
    }

    private static int number(Trigger trigger) {
        return Integer.parseInt(trigger.metadata().getOrDefault("number", "0"));
    }
}
