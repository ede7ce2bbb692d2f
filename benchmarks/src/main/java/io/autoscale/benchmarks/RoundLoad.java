// SPDX-License-Identifier: Apache-2.0
package io.autoscale.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.autoscale.Autoscaler;
import io.autoscale.auth.AuthProvider;
import io.autoscale.aws.AwsSources;
import io.autoscale.engine.Registration;
import io.autoscale.event.AutoscalerEvent;
import io.autoscale.k8s.job.KubernetesJobTemplate;
import io.autoscale.k8s.job.KubernetesJobs;
import io.autoscale.spec.ScaledJob;
import io.autoscale.trigger.Trigger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The load of {@link RoundCost} in its own JVM. Prints its current figures for each line of
 * standard input.
 */
final class RoundLoad {

    private static final int BARE_THREADS = 8;

    private final LongAdder polls = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder leftAlone = new LongAdder();
    private final List<Registration> registrations = new ArrayList<>();
    private final InstantSource clock = InstantSource.system();

    private RoundLoad() {}

    /**
     * What was seen so far, or since an earlier moment.
     *
     * @param cpuNanos of all threads
     * @param collectorTicks of the collector's threads, in hundredths of a second
     * @param latestMillis how late the latest tick was
     * @param oldestMillis how long the last round of a registration is ago, at most
     */
    record Figures(
            long atNanos,
            long polls,
            long cpuNanos,
            long collectorTicks,
            long heapBytes,
            long failures,
            long leftAlone,
            long latestMillis,
            long oldestMillis) {

        static Figures of(String line) {
            long[] numbers =
                    Stream.of(line.split(" ", -1)).mapToLong(Long::parseLong).toArray();
            return new Figures(
                    numbers[0],
                    numbers[1],
                    numbers[2],
                    numbers[3],
                    numbers[4],
                    numbers[5],
                    numbers[6],
                    numbers[7],
                    numbers[8]);
        }

        Figures minus(Figures before) {
            return new Figures(
                    atNanos - before.atNanos,
                    polls - before.polls,
                    cpuNanos - before.cpuNanos,
                    collectorTicks - before.collectorTicks,
                    heapBytes,
                    failures - before.failures,
                    leftAlone - before.leftAlone,
                    latestMillis,
                    oldestMillis);
        }

        double cpuMillisPerPoll() {
            return cpuNanos / 1e6 / polls;
        }

        double collecting() {
            return collectorTicks * 1e7 / cpuNanos;
        }

        String line() {
            return Stream.of(
                            atNanos,
                            polls,
                            cpuNanos,
                            collectorTicks,
                            heapBytes,
                            failures,
                            leftAlone,
                            latestMillis,
                            oldestMillis)
                    .map(Object::toString)
                    .reduce((one, other) -> one + " " + other)
                    .orElseThrow();
        }
    }

    /**
     * Runs until its standard input ends.
     *
     * @param arguments {@code bare} or {@code ours}, the endpoint of SQS, how many, the interval in seconds, how many
     *     with a job, and a kubeconfig or nothing
     * @throws IOException when its input cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        URI endpoint = URI.create(arguments[1]);
        int number = Integer.parseInt(arguments[2]);
        Duration interval = Duration.ofSeconds(Long.parseLong(arguments[3]));
        RoundLoad load = new RoundLoad();
        if ("bare".equals(arguments[0])) {
            load.bare(endpoint, number, interval);
        } else {
            load.ours(endpoint, number, interval, Integer.parseInt(arguments[4]), arguments[5]);
        }
    }

    private void bare(URI endpoint, int number, Duration interval) throws IOException {
        ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(BARE_THREADS);
        try (SqsClient client = SqsClient.builder()
                .httpClient(Apache5HttpClient.create())
                .region(Region.of(AwsTriggers.REGION))
                .endpointOverride(endpoint)
                .credentialsProvider(AwsPollers.KEYS)
                .build()) {
            long millis = interval.toMillis();
            for (int i = 0; i < number; i++) {
                int queue = i;
                var unused = threads.scheduleAtFixedRate(
                        () -> {
                            client.getQueueAttributes(request -> AwsPollers.three(request, queue));
                            polls.increment();
                        },
                        millis * i / number,
                        millis,
                        TimeUnit.MILLISECONDS);
            }
            answer();
        } finally {
            threads.shutdownNow();
        }
    }

    private void ours(URI endpoint, int number, Duration interval, int active, String kubeconfig) throws IOException {
        try (BenchmarkCluster cluster = new BenchmarkCluster(kubeconfig);
                KubernetesJobs jobs = KubernetesJobs.create(cluster.client());
                AwsSources sources = AwsCallCount.sources(endpoint).build();
                Autoscaler autoscaler = Autoscaler.builder()
                        .sources(sources.factories())
                        .authProvider(AuthProvider.fixed(AwsTriggers.OWN))
                        .listener(this::count)
                        .build()) {
            KubernetesJobTemplate template = KubernetesJobTemplate.container("worker", "worker:1");
            for (int i = 0; i < number; i++) {
                ScaledJob job = ScaledJob.builder("scaled-" + i)
                        .namespace(cluster.namespace())
                        .jobTemplate(template)
                        .pollingInterval(interval)
                        .maxReplicaCount(1)
                        .trigger(queue(i, i < active))
                        .build();
                registrations.add(autoscaler.register(job, jobs, jobs));
            }
            answer();
        }
    }

    private static Trigger queue(int number, boolean active) {
        Trigger queue = AwsTriggers.queue(number);
        // the queues are never empty; ScaledJobs below their activation threshold request no jobs
        return Trigger.builder(queue.type())
                .metadata(queue.metadata())
                .metadata("activationQueueLength", active ? "0" : "1000000")
                .build();
    }

    @SuppressWarnings("SystemOut") // shown with the output of the parent
    private void count(AutoscalerEvent event) {
        if (event instanceof AutoscalerEvent.RoundCompleted) {
            polls.increment();
        } else if (event instanceof AutoscalerEvent.SourceGuardChanged) {
            leftAlone.increment();
        } else if (!(event instanceof AutoscalerEvent.RegistrationChanged)) {
            if (failures.sum() == 0) {
                System.err.println("the first failure: " + event);
            }
            failures.increment();
        }
    }

    @SuppressWarnings("SystemOut") // the parent reads it there
    private void answer() throws IOException {
        System.out.println("started");
        while (System.in.read() >= 0) {
            System.out.println(figures().line());
        }
    }

    private Figures figures() {
        Instant now = clock.instant();
        long latest = 0;
        long oldest = 0;
        for (Registration registration : registrations) {
            latest = Math.max(latest, registration.health().lateness().toMillis());
            Instant last = registration.health().lastRoundAt();
            oldest = Math.max(
                    oldest,
                    last == null ? Long.MAX_VALUE : Duration.between(last, now).toMillis());
        }
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Figures(
                System.nanoTime(),
                polls.sum(),
                process.getProcessCpuTime(),
                collectorTicks(),
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                failures.sum(),
                leftAlone.sum(),
                latest,
                oldest);
    }

    /** Over the threads of this process, as Linux tells; 0 elsewhere. */
    private static long collectorTicks() {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            return threads.mapToLong(thread -> collectorTicks(read(thread.resolve("stat"))))
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return ""; // the thread has ended
        }
    }

    /** Of the line of a collector's thread, the 14th and the 15th number. */
    private static long collectorTicks(String stat) {
        int end = stat.lastIndexOf(')');
        if (end < 0) {
            return 0;
        }
        String name = stat.substring(stat.indexOf('(') + 1, end).toLowerCase(Locale.ROOT);
        if (!name.startsWith("gc ") && !name.startsWith("g1 ") && !name.equals("vm thread")) {
            return 0;
        }
        String[] numbers = stat.substring(end + 2).split(" ", -1);
        return Long.parseLong(numbers[11]) + Long.parseLong(numbers[12]);
    }
}
