// SPDX-License-Identifier: Apache-2.0
package io.autoscale.benchmarks;

import io.autoscale.executor.ExecutionOutcome;
import io.autoscale.executor.JobOutcome;
import io.autoscale.k8s.job.KubernetesJobTemplate;
import io.autoscale.k8s.job.KubernetesJobs;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.plan.Planner;
import io.autoscale.plan.ScalingPlan;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.ScaledJob;
import io.autoscale.trigger.Trigger;
import io.autoscale.workload.CensusRequest;
import io.autoscale.workload.JobCensus;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How fast a plan of many jobs is carried out, beside a bare loop of creates over the same client with the same
 * parallelism. The two take turns, so that both see the same machine. Options: {@code --jobs 1000 --parallelism 8
 * --rounds 5 --kubeconfig FILE}; without a kubeconfig the API server runs in this JVM.
 */
public final class JobCreationRate {

    private final BenchmarkCluster cluster;
    private final int jobs;
    private final int parallelism;

    private JobCreationRate(BenchmarkCluster cluster, int jobs, int parallelism) {
        this.cluster = cluster;
        this.jobs = jobs;
        this.parallelism = parallelism;
    }

    /**
     * Measures and prints.
     *
     * @param arguments options and their values in turn
     * @throws Exception when a create fails
     */
    public static void main(String[] arguments) throws Exception {
        Options options = Options.of(
                arguments, Map.of("--jobs", "1000", "--parallelism", "8", "--rounds", "5", "--kubeconfig", ""));
        try (BenchmarkCluster cluster = new BenchmarkCluster(options.text("--kubeconfig"))) {
            JobCreationRate rate =
                    new JobCreationRate(cluster, options.number("--jobs"), options.number("--parallelism"));
            System.out.printf(
                    "java %s; %s; %d jobs, %d side by side%n",
                    Runtime.version(), cluster.title(), rate.jobs, rate.parallelism);
            rate.run(options.number("--rounds"));
        }
    }

    private void run(int rounds) throws Exception {
        double[] ratios = new double[rounds];
        bare("warm-up", jobs / 4 + 1);
        planned("warm-up-plan", jobs / 4 + 1);
        for (int round = 0; round < rounds; round++) {
            boolean bareFirst = round % 2 == 0;
            double bare = bareFirst ? bare("bare-" + round, jobs) : 0;
            double planned = planned("planned-" + round, jobs);
            if (!bareFirst) {
                bare = bare("bare-" + round, jobs);
            }
            ratios[round] = planned / bare;
            System.out.printf("bare %.0f jobs/s, planned %.0f jobs/s, ratio %.2f%n", bare, planned, ratios[round]);
        }
        Arrays.sort(ratios);
        System.out.printf("ratio: median %.2f, least %.2f%n", ratios[rounds / 2], ratios[0]);
    }

    private double planned(String name, int count) {
        ScaledJob job = ScaledJob.builder(name)
                .namespace(cluster.namespace())
                .maxReplicaCount(count)
                .jobTemplate(KubernetesJobTemplate.container("encoder", "encoder:1", "encode"))
                .trigger(Trigger.builder("benchmark").build())
                .build();
        try (KubernetesJobs adapter = KubernetesJobs.builder(cluster.client())
                .parallelism(parallelism)
                .build()) {
            JobCensus census = adapter.observe(new CensusRequest(job.ref(), List.of()));
            TriggerReading reading = new TriggerReading.Observed(
                    "benchmark", MetricSpec.averageValue("benchmark", 1), new MetricSample(count, census.observedAt()));
            ScalingPlan plan = Planner.plan(job, List.of(reading), census, census.observedAt());
            long start = System.nanoTime();
            ExecutionOutcome outcome = adapter.execute(job, plan);
            double seconds = (System.nanoTime() - start) / 1e9;
            if (outcome.count(JobOutcome.Status.CREATED) != count) {
                throw new IllegalStateException("not all were created: " + outcome);
            }
            return count / seconds;
        }
    }

    /** What a program without this library would write, with jobs of the same shape. */
    private double bare(String name, int count) throws Exception {
        KubernetesClient client = cluster.client();
        ExecutorService threads = Executors.newFixedThreadPool(parallelism);
        try {
            List<Job> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                all.add(job(name, name + "-" + i));
            }
            long start = System.nanoTime();
            List<Future<Job>> created = new ArrayList<>();
            for (Job job : all) {
                created.add(threads.submit(() -> client.resource(job).create()));
            }
            for (Future<Job> job : created) {
                job.get();
            }
            return count / ((System.nanoTime() - start) / 1e9);
        } finally {
            threads.shutdownNow();
        }
    }

    private Job job(String scaledJob, String name) {
        return new JobBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(cluster.namespace())
                .addToLabels("scaledjob.keda.sh/name", scaledJob)
                .addToLabels("app.kubernetes.io/managed-by", "benchmark")
                .endMetadata()
                .withNewSpec()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("scaledjob.keda.sh/name", scaledJob)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("OnFailure")
                .addNewContainer()
                .withName("encoder")
                .withImage("encoder:1")
                .withCommand("encode")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}
