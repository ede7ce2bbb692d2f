// SPDX-License-Identifier: Apache-2.0
package io.autoscale.benchmarks;

import io.autoscale.k8s.job.KubernetesJobTemplate;
import io.autoscale.k8s.job.KubernetesJobs;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.plan.ExecutionOutcome;
import io.autoscale.plan.JobOutcome;
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
 * Measures the execution of a plan with many jobs, compared with a bare loop that creates jobs of
 * the same size over the same client with the same parallelism. The two alternate, so that both run
 * under the same load. A watch of the jobs is open for both, as in every controller. Options:
 * {@code --jobs 1000 --parallelism 8 --rounds 5 --kubeconfig FILE}; without a kubeconfig, the API
 * server runs in this JVM.
 */
public final class JobCreationRate {

    private final BenchmarkCluster cluster;
    private final KubernetesJobs adapter;
    private final int jobs;
    private final int parallelism;

    private JobCreationRate(BenchmarkCluster cluster, KubernetesJobs adapter, int jobs, int parallelism) {
        this.cluster = cluster;
        this.adapter = adapter;
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
        int parallelism = options.number("--parallelism");
        try (BenchmarkCluster cluster = new BenchmarkCluster(options.text("--kubeconfig"));
                KubernetesJobs adapter = KubernetesJobs.builder(cluster.client())
                        .parallelism(parallelism)
                        .build()) {
            JobCreationRate rate = new JobCreationRate(cluster, adapter, options.number("--jobs"), parallelism);
            System.out.printf(
                    "java %s; %s; %d jobs, parallelism %d%n",
                    Runtime.version(), cluster.title(), rate.jobs, rate.parallelism);
            rate.run(options.number("--rounds"));
        }
    }

    private void run(int rounds) throws Exception {
        double[] ratios = new double[rounds];
        adapter.observe(new CensusRequest(scaledJob("watch", 1).ref(), List.of())); // starts the watch
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
        System.out.printf("ratio: median %.2f, minimum %.2f%n", ratios[rounds / 2], ratios[0]);
    }

    private double planned(String name, int count) {
        ScaledJob job = scaledJob(name, count);
        ScalingPlan plan = plan(job, count);
        long start = System.nanoTime();
        ExecutionOutcome outcome = adapter.execute(job, plan);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (outcome.count(JobOutcome.Status.CREATED) != count) {
            throw new IllegalStateException("not all jobs were created: " + outcome);
        }
        return count / seconds;
    }

    private ScalingPlan plan(ScaledJob job, int count) {
        JobCensus census = adapter.observe(new CensusRequest(job.ref(), List.of()));
        TriggerReading reading = new TriggerReading.Observed(
                "benchmark", MetricSpec.averageValue("benchmark", 1), new MetricSample(count, census.observedAt()));
        return Planner.plan(job, List.of(reading), census, census.observedAt());
    }

    private ScaledJob scaledJob(String name, int count) {
        return ScaledJob.builder(name)
                .namespace(cluster.namespace())
                .maxReplicaCount(count)
                .jobTemplate(KubernetesJobTemplate.container("encoder", "encoder:1", "encode"))
                .trigger(Trigger.builder("benchmark").build())
                .build();
    }

    /** The code of a program without this library, with equal jobs. */
    private double bare(String name, int count) throws Exception {
        KubernetesClient client = cluster.client();
        ExecutorService threads = Executors.newFixedThreadPool(parallelism);
        try {
            Job first = first(name);
            List<Job> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                all.add(new JobBuilder(first)
                        .editMetadata()
                        .withName(name + "-" + i)
                        .endMetadata()
                        .build());
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

    /** A job as the adapter makes it, without what the API server adds. */
    private Job first(String name) {
        ScaledJob job = scaledJob(name, 1);
        ScalingPlan plan = plan(job, 1);
        adapter.execute(job, plan);
        Job made = cluster.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(cluster.namespace())
                .withName(plan.jobsToCreate().get(0))
                .get();
        return new JobBuilder()
                .withNewMetadata()
                .withNamespace(cluster.namespace())
                .withLabels(made.getMetadata().getLabels())
                .withAnnotations(made.getMetadata().getAnnotations())
                .endMetadata()
                .withNewSpec()
                .withNewTemplate()
                .withNewMetadata()
                .withAnnotations(made.getSpec().getTemplate().getMetadata().getAnnotations())
                .addToLabels("scaledjob.keda.sh/name", name)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("OnFailure")
                .withContainers(made.getSpec().getTemplate().getSpec().getContainers())
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}
