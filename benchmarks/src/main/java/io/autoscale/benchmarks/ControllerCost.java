// SPDX-License-Identifier: Apache-2.0
package io.autoscale.benchmarks;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Measures the packaged controller as a process of its own, beside an API server: how long until each of many new
 * ScaledJobs is read once, the same after a restart, and in steady state the requests to the API server, CPU and memory.
 * Linux only. Options: {@code --kubeconfig FILE --scaled-jobs 1000 --interval-seconds 10 --warm-up-seconds 120
 * --duration-seconds 120 --heap 128m}. Ends with status 1 if a ScaledJob is read later than one interval plus 10 s.
 */
public final class ControllerCost {

    private static final String JAR = "samples/keda-controller/target/keda-controller.jar";
    private static final String DEFINITIONS = "samples/keda-controller/deploy/chart/files/crds.yaml";
    private static final Duration START = Duration.ofSeconds(10);
    private static final int WRITERS = 8;
    private static final int TICKS_PER_SECOND = 100;

    private final Options options;
    private final int scaledJobs;
    private final Duration interval;

    private ControllerCost(Options options) {
        this.options = options;
        this.scaledJobs = options.number("--scaled-jobs");
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
                Map.of(
                        "--kubeconfig", "",
                        "--scaled-jobs", "1000",
                        "--interval-seconds", "10",
                        "--warm-up-seconds", "120",
                        "--duration-seconds", "120",
                        "--heap", "128m"));
        System.exit(new ControllerCost(options).run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        try (BenchmarkCluster cluster = new BenchmarkCluster(options.text("--kubeconfig"));
                AwsStub stub = AwsStub.start()) {
            System.out.printf(
                    "java %s; %d ScaledJobs, every %d s; heap of %s; %s%n",
                    Runtime.version(), scaledJobs, interval.toSeconds(), options.text("--heap"), cluster.title());
            KubernetesClient client = cluster.client();
            client.load(Files.newInputStream(Path.of(DEFINITIONS)))
                    .items()
                    .forEach(definition -> client.resource(definition).createOr(existing -> existing.update()));
            Process first = controller(cluster, stub);
            Duration fresh;
            Duration restarted;
            try {
                pause(START); // it watches
                long began = System.nanoTime();
                create(cluster, stub);
                System.out.printf("created in %.1f s%n", seconds(began));
                fresh = untilRead(stub, System.nanoTime());
                System.out.printf(
                        "new: each was read once %.1f s after the last was created%n", fresh.toMillis() / 1000.0);
            } finally {
                first.destroy(); // releases its lease
                first.waitFor();
            }
            stub.forgetReads();
            long began = System.nanoTime();
            Process second = controller(cluster, stub);
            try {
                restarted = untilRead(stub, began);
                System.out.printf("restart: each was read once after %.1f s%n", restarted.toMillis() / 1000.0);
                pause(Duration.ofSeconds(options.number("--warm-up-seconds")));
                measure(client, stub, second);
            } finally {
                second.destroyForcibly().waitFor();
            }
            Duration goal = interval.plusSeconds(10);
            boolean met = fresh.compareTo(goal) <= 0 && restarted.compareTo(goal) <= 0;
            System.out.printf("goal %d s for both: %s%n", goal.toSeconds(), met ? "met" : "MISSED");
            return met;
        }
    }

    private void measure(KubernetesClient client, AwsStub stub, Process controller) throws Exception {
        Duration duration = Duration.ofSeconds(options.number("--duration-seconds"));
        double requests = requests(client);
        long reads = stub.calls().getOrDefault("GetQueueAttributes", 0L);
        long cpu = cpuTicks(controller);
        pause(duration);
        long polls = stub.calls().getOrDefault("GetQueueAttributes", 0L) - reads;
        System.out.printf(
                "steady state for %d s: %d polls, %.3f ms of CPU per poll, %.2f requests a second to the API server,"
                        + " %d MiB resident%n",
                duration.toSeconds(),
                polls,
                (cpuTicks(controller) - cpu) * 1000.0 / TICKS_PER_SECOND / polls,
                (requests(client) - requests - 1) / duration.toSeconds(),
                residentKilobytes(controller) / 1024);
    }

    private Process controller(BenchmarkCluster cluster, AwsStub stub) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + options.text("--heap"),
                "-XX:+UseSerialGC",
                "-jar",
                JAR,
                "run",
                "--namespace=" + cluster.namespace(),
                "--leader-election=" + cluster.namespace() + "/keda-controller",
                "--port=0",
                "--log-level=warn",
                "--allow-endpoint=" + stub.endpoint());
        builder.environment()
                .putAll(Map.of(
                        "KUBECONFIG", options.text("--kubeconfig"),
                        "AWS_ACCESS_KEY_ID", "test",
                        "AWS_SECRET_ACCESS_KEY", "test",
                        "AWS_REGION", "eu-west-1"));
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void create(BenchmarkCluster cluster, AwsStub stub) throws Exception {
        ResourceDefinitionContext kind = new ResourceDefinitionContext.Builder()
                .withGroup("keda.sh")
                .withVersion("v1alpha1")
                .withKind("ScaledJob")
                .withPlural("scaledjobs")
                .withNamespaced(true)
                .build();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        List<Future<?>> written = new ArrayList<>();
        for (int i = 0; i < scaledJobs; i++) {
            String manifest = manifest("videos-" + i, stub);
            written.add(writers.submit(() -> cluster.client()
                    .genericKubernetesResources(kind)
                    .inNamespace(cluster.namespace())
                    .resource(cluster.client()
                            .getKubernetesSerialization()
                            .unmarshal(manifest, GenericKubernetesResource.class))
                    .create()));
        }
        for (Future<?> one : written) {
            one.get();
        }
        writers.shutdown();
    }

    /** Its queue has messages, but not enough to be active. */
    private String manifest(String name, AwsStub stub) {
        return """
                apiVersion: keda.sh/v1alpha1
                kind: ScaledJob
                metadata: {name: %1$s}
                spec:
                  pollingInterval: %2$d
                  jobTargetRef:
                    template:
                      spec:
                        restartPolicy: Never
                        containers: [{name: encoder, image: 'encoder:1'}]
                  triggers:
                  - type: aws-sqs-queue
                    metadata:
                      queueURL: %3$s/123456789012/%1$s
                      queueLength: '1000'
                      activationQueueLength: '1000'
                      awsRegion: eu-west-1
                      awsEndpoint: %3$s
                      identityOwner: operator
                """.formatted(name, interval.toSeconds(), stub.endpoint());
    }

    private Duration untilRead(AwsStub stub, long began) throws InterruptedException {
        while (stub.queuesRead() < scaledJobs) {
            if (seconds(began) > 900) {
                throw new IllegalStateException("only " + stub.queuesRead() + " were read in 15 minutes");
            }
            pause(Duration.ofMillis(50));
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** All requests that the API server has answered, watches not included. */
    private static double requests(KubernetesClient client) {
        String metrics = client.raw("/metrics");
        double sum = 0;
        for (String line : metrics.split("\n", -1)) {
            if (line.startsWith("apiserver_request_total{") && !line.contains("verb=\"WATCH\"")) {
                sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
            }
        }
        return sum;
    }

    private static long cpuTicks(Process process) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    private static long residentKilobytes(Process process) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("no VmRSS");
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static void pause(Duration time) throws InterruptedException {
        new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
    }
}
