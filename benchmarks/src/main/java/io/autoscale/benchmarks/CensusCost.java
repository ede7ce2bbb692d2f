// SPDX-License-Identifier: Apache-2.0
package io.autoscale.benchmarks;

import io.autoscale.k8s.job.KubernetesJobs;
import io.autoscale.workload.CensusRequest;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.WorkloadRef;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a census costs where a scaled job has a thousand unfinished jobs of five pods each, counted from the watch.
 * Options: {@code --jobs 1000 --pods 5 --rounds 2000 --kubeconfig FILE}; without a kubeconfig the API server runs in
 * this JVM. Both kinds of pending are counted, and the memory of the cache.
 */
public final class CensusCost {

    private static final String SCALED_JOB = "video-processor";

    private CensusCost() {}

    /**
     * Measures and prints.
     *
     * @param arguments options and their values in turn
     */
    public static void main(String[] arguments) {
        Options options =
                Options.of(arguments, Map.of("--jobs", "1000", "--pods", "5", "--rounds", "2000", "--kubeconfig", ""));
        int jobs = options.number("--jobs");
        int pods = options.number("--pods");
        try (BenchmarkCluster cluster = new BenchmarkCluster(options.text("--kubeconfig"));
                KubernetesJobs adapter = KubernetesJobs.create(cluster.client())) {
            fill(cluster, jobs, pods);
            WorkloadRef workload = WorkloadRef.scaledJob(cluster.namespace(), SCALED_JOB);
            System.out.printf("java %s; %s; %d jobs, %d pods%n", Runtime.version(), cluster.title(), jobs, jobs * pods);
            long before = usedHeap();
            adapter.observe(new CensusRequest(workload, List.of()));
            System.out.printf("cache: %d bytes for each job with %d pods%n", (usedHeap() - before) / jobs, pods);
            measure(adapter, "by phase", new CensusRequest(workload, List.of()), options.number("--rounds"));
            measure(
                    adapter,
                    "by conditions",
                    new CensusRequest(workload, List.of("Ready", "PodScheduled")),
                    options.number("--rounds"));
        }
    }

    /** Of live objects, after collections that also clear the buffers of the client. */
    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void measure(KubernetesJobs adapter, String title, CensusRequest request, int rounds) {
        Histogram nanos = new Histogram(3);
        JobCensus census = adapter.observe(request);
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            census = adapter.observe(request);
            if (i >= rounds / 4) {
                nanos.recordValue(System.nanoTime() - start);
            }
        }
        System.out.printf(
                "%s: p50 %.2f ms, p99 %.2f ms, most %.2f ms (%s)%n",
                title,
                nanos.getValueAtPercentile(50) / 1e6,
                nanos.getValueAtPercentile(99) / 1e6,
                nanos.getMaxValue() / 1e6,
                census);
    }

    private static void fill(BenchmarkCluster cluster, int jobs, int pods) {
        int[] numbers = new int[jobs];
        Arrays.setAll(numbers, i -> i);
        Arrays.stream(numbers).parallel().forEach(number -> {
            String name = String.format("%s-%06d", SCALED_JOB, number + 1);
            Job job = cluster.client()
                    .resource(new JobBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .withNamespace(cluster.namespace())
                            .addToLabels("scaledjob.keda.sh/name", SCALED_JOB)
                            .endMetadata()
                            .withNewSpec()
                            .withNewTemplate()
                            .withNewSpec()
                            .withRestartPolicy("Never")
                            .addNewContainer()
                            .withName("encoder")
                            .withImage("encoder:1")
                            .endContainer()
                            .endSpec()
                            .endTemplate()
                            .endSpec()
                            .build())
                    .create();
            for (int pod = 0; pod < pods; pod++) {
                cluster.client().resource(pod(job, pod)).create();
            }
        });
    }

    private static Pod pod(Job job, int number) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(job.getMetadata().getName() + "-" + number)
                .withNamespace(job.getMetadata().getNamespace())
                .addToLabels("scaledjob.keda.sh/name", SCALED_JOB)
                .addNewOwnerReference()
                .withApiVersion("batch/v1")
                .withKind("Job")
                .withName(job.getMetadata().getName())
                .withUid(job.getMetadata().getUid())
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName("encoder")
                .withImage("encoder:1")
                .endContainer()
                .endSpec()
                .build();
    }
}
