// SPDX-License-Identifier: Apache-2.0
package io.autoscale.benchmarks;

import io.autoscale.Autoscaler;
import io.autoscale.engine.Registration;
import io.autoscale.executor.ExecutionOutcome;
import io.autoscale.executor.ScalingExecutor;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.trigger.Trigger;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.WorkloadObserver;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Many registrations on real threads: how late rounds start, what they cost, and how evenly they start. Options:
 * {@code registrations interval-seconds duration-seconds}.
 */
public final class RegistrationLoad {

    private final int registrations;
    private final Duration interval;
    private final Duration duration;
    private final InstantSource clock = InstantSource.system();
    private final Histogram gapMillis = new ConcurrentHistogram(TimeUnit.MINUTES.toMillis(10), 3);
    private final AtomicIntegerArray startsPerSecond;
    private final long startSecond = clock.instant().getEpochSecond();

    private RegistrationLoad(int registrations, int intervalSeconds, int durationSeconds) {
        this.registrations = registrations;
        this.interval = Duration.ofSeconds(intervalSeconds);
        this.duration = Duration.ofSeconds(durationSeconds);
        this.startsPerSecond = new AtomicIntegerArray(durationSeconds + 600);
    }

    /**
     * Runs the load and prints what was seen.
     *
     * @param arguments registrations, interval and duration in seconds; 10000 10 120 unless given
     * @throws InterruptedException when stopped
     */
    public static void main(String[] arguments) throws InterruptedException {
        new RegistrationLoad(number(arguments, 0, 10_000), number(arguments, 1, 10), number(arguments, 2, 120)).run();
    }

    private static int number(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    private void run() throws InterruptedException {
        WorkloadObserver none = request -> JobCensus.empty(clock.instant());
        ScalingExecutor nothing = (job, plan) -> ExecutionOutcome.NOTHING;
        long heapBefore = usedHeap();
        List<Registration> all = new ArrayList<>(registrations);
        try (Autoscaler autoscaler = Autoscaler.builder().source(source()).build()) {
            for (int i = 0; i < registrations; i++) {
                ScaledJob job = ScaledJob.builder("workload-" + i)
                        .jobTemplate(JobTemplate.named("worker"))
                        .pollingInterval(interval)
                        .trigger(Trigger.builder("instant").build())
                        .build();
                all.add(autoscaler.register(job, none, nothing));
            }
            report(all, heapBefore);
        }
    }

    private void report(List<Registration> all, long heapBefore) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        never.await(interval.toMillis(), TimeUnit.MILLISECONDS);
        Histogram lateness = new Histogram(TimeUnit.MINUTES.toMillis(10), 3);
        gapMillis.reset();
        long cpuBefore = cpuNanos();
        long from = System.nanoTime();
        long steps = duration.toMillis() / interval.toMillis();
        for (long i = 0; i < steps; i++) {
            never.await(interval.toMillis(), TimeUnit.MILLISECONDS);
            all.forEach(one -> lateness.recordValue(one.health().lateness().toMillis()));
        }
        double seconds = (System.nanoTime() - from) / 1e9;
        double cores = (cpuNanos() - cpuBefore) / 1e9 / seconds;
        int last = (int) (clock.instant().getEpochSecond() - startSecond);
        int most = 0;
        for (int second = last - (int) seconds + 1; second < last; second++) {
            most = Math.max(most, startsPerSecond.get(second));
        }
        double mean = (double) registrations / interval.toSeconds();
        long heap = usedHeap() - heapBefore;
        System.out.printf(
                "java %s, %d processors%n",
                Runtime.version(), Runtime.getRuntime().availableProcessors());
        System.out.printf("%d registrations every %d s for %.0f s%n", registrations, interval.toSeconds(), seconds);
        System.out.printf(
                "lateness of ticks ms: p50 %d, p99 %d, max %d%n",
                lateness.getValueAtPercentile(50), lateness.getValueAtPercentile(99), lateness.getMaxValue());
        System.out.printf(
                "deviation of reads from the interval ms: p50 %d, p99 %d, max %d%n",
                gapMillis.getValueAtPercentile(50), gapMillis.getValueAtPercentile(99), gapMillis.getMaxValue());
        System.out.printf("cpu: %.1f %% of one core%n", cores * 100);
        System.out.printf("heap per registration: %d bytes%n", heap / registrations);
        System.out.printf("starts per second: most %d, mean %.0f, ratio %.2f%n", most, mean, most / mean);
    }

    private ScalerSourceFactory source() {
        MetricSpec metric = MetricSpec.averageValue("instant", 1);
        return ScalerSourceFactory.of("instant", context -> new TimedSource(metric));
    }

    private final class TimedSource implements ScalerSource {
        private final MetricSpec metric;
        private volatile long lastNanos;

        TimedSource(MetricSpec metric) {
            this.metric = metric;
        }

        @Override
        public MetricSpec metric() {
            return metric;
        }

        @Override
        public MetricSample sample() {
            long now = System.nanoTime();
            long last = lastNanos;
            lastNanos = now;
            if (last != 0) {
                gapMillis.recordValue(Math.abs(TimeUnit.NANOSECONDS.toMillis(now - last) - interval.toMillis()));
            }
            startsPerSecond.incrementAndGet((int) (clock.instant().getEpochSecond() - startSecond));
            return new MetricSample(0, clock.instant());
        }
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    @SuppressWarnings("SystemGc") // the figure is what stays after a collection
    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
