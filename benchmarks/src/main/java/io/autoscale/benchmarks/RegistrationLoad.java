// SPDX-License-Identifier: Apache-2.0
package io.autoscale.benchmarks;

import io.autoscale.Autoscaler;
import io.autoscale.engine.Registration;
import io.autoscale.executor.ScalingExecutor;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.plan.ExecutionOutcome;
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
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Many registrations on real threads: how late rounds start, what they cost, and how evenly they start. Options: {@code
 * --registrations 10000 --interval-seconds 10 --duration-seconds 120}, and {@code --busy true} for a backlog that
 * differs from round to round, so that every round plans and as many decisions are kept as ever are.
 */
public final class RegistrationLoad {

    private final int registrations;
    private final Duration interval;
    private final Duration duration;
    private final InstantSource clock = InstantSource.system();
    private final Histogram gapMillis = new ConcurrentHistogram(TimeUnit.MINUTES.toMillis(10), 3);
    private final AtomicIntegerArray startsPerSecond;
    private final boolean busy;
    private final int readsKept;
    // the moments of each registration's reads; made before the heap is looked at, so that it does not count
    private final long[] readNanos;
    private volatile boolean measuring;
    private final long startSecond = clock.instant().getEpochSecond();

    private RegistrationLoad(int registrations, int intervalSeconds, int durationSeconds, boolean busy) {
        this.registrations = registrations;
        this.busy = busy;
        this.readsKept = durationSeconds / intervalSeconds + 2;
        this.readNanos = new long[registrations * readsKept];
        this.interval = Duration.ofSeconds(intervalSeconds);
        this.duration = Duration.ofSeconds(durationSeconds);
        this.startsPerSecond = new AtomicIntegerArray(durationSeconds + 600);
    }

    /**
     * Runs the load and prints what was seen.
     *
     * @param arguments options and their values in turn
     * @throws InterruptedException when stopped
     */
    public static void main(String[] arguments) throws InterruptedException {
        Options options = Options.of(
                arguments,
                Map.of(
                        "--registrations",
                        "10000",
                        "--interval-seconds",
                        "10",
                        "--duration-seconds",
                        "120",
                        "--busy",
                        "false"));
        new RegistrationLoad(
                        options.number("--registrations"),
                        options.number("--interval-seconds"),
                        options.number("--duration-seconds"),
                        Boolean.parseBoolean(options.text("--busy")))
                .run();
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
        measuring = true;
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
        measuring = false;
        Histogram behind = behindTheEarliest();
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
        System.out.printf(
                "reads behind the earliest of the same registration ms: p50 %d, p99 %d, max %d%n",
                behind.getValueAtPercentile(50), behind.getValueAtPercentile(99), behind.getMaxValue());
        System.out.printf("cpu: %.1f %% of one core%n", cores * 100);
        System.out.printf("heap per registration: %d bytes%n", heap / registrations);
        System.out.printf("starts per second: maximum %d, mean %.0f, ratio %.2f%n", most, mean, most / mean);
    }

    // The tick of a read is not public; the earliest read of a registration, in whole intervals, is
    // used instead.
    private Histogram behindTheEarliest() {
        Histogram behind = new Histogram(TimeUnit.MINUTES.toMillis(10), 3);
        for (int i = 0; i < registrations; i++) {
            int from = i * readsKept;
            int to = from;
            long earliest = Long.MAX_VALUE;
            while (to < from + readsKept && readNanos[to] != 0) {
                earliest = Math.min(earliest, offset(readNanos[from], readNanos[to++]));
            }
            for (int at = from; at < to; at++) {
                behind.recordValue(TimeUnit.NANOSECONDS.toMillis(offset(readNanos[from], readNanos[at]) - earliest));
            }
        }
        return behind;
    }

    private long offset(long first, long read) {
        long sinceFirst = read - first;
        return sinceFirst - Math.round((double) sinceFirst / interval.toNanos()) * interval.toNanos();
    }

    private ScalerSourceFactory source() {
        MetricSpec metric = MetricSpec.averageValue("instant", 1);
        AtomicInteger number = new AtomicInteger();
        return ScalerSourceFactory.of("instant", context -> new TimedSource(metric, number.getAndIncrement()));
    }

    private final class TimedSource implements ScalerSource {
        private final MetricSpec metric;
        private final int number;
        private volatile long lastNanos;
        private volatile int reads;
        private volatile int kept;

        TimedSource(MetricSpec metric, int number) {
            this.metric = metric;
            this.number = number;
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
            int at = kept;
            if (measuring && at < readsKept) {
                readNanos[number * readsKept + at] = now;
                kept = at + 1;
            }
            int read = reads;
            reads = read + 1;
            startsPerSecond.incrementAndGet((int) (clock.instant().getEpochSecond() - startSecond));
            return new MetricSample(busy ? 1 + read % 9 : 0, clock.instant());
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
