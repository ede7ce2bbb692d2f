// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.autoscale.k8s.server.FaultProxy;
import io.autoscale.k8s.server.TestCluster;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.plan.Planner;
import io.autoscale.plan.ScalingPlan;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.ScaledJob;
import io.autoscale.spec.ScaledJobBuilder;
import io.autoscale.trigger.Trigger;
import io.autoscale.workload.CensusRequest;
import io.autoscale.workload.JobCensus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;

/** A cluster and helper methods for tests of jobs. */
final class ApiServer implements AutoCloseable {

    private final TestCluster cluster = new TestCluster();

    KubernetesClient client() {
        return cluster.client();
    }

    KubernetesClient direct() {
        return cluster.direct();
    }

    String namespace() {
        return cluster.namespace();
    }

    FaultProxy proxy() {
        return cluster.proxy();
    }

    TestCluster cluster() {
        return cluster;
    }

    ScaledJobBuilder scaledJob() {
        return ScaledJob.builder("video-processor")
                .namespace(namespace())
                .jobTemplate(KubernetesJobTemplate.container("encoder", "encoder:1", "encode"))
                .trigger(Trigger.builder("test").build());
    }

    static ScalingPlan plan(KubernetesJobs jobs, ScaledJob job, int backlog) {
        JobCensus census = jobs.observe(new CensusRequest(job.ref(), job.pendingPodConditions()));
        return Planner.plan(job, List.of(backlog(backlog, census.observedAt())), census, census.observedAt());
    }

    static TriggerReading backlog(int backlog, Instant at) {
        return new TriggerReading.Observed("test", MetricSpec.averageValue("test", 1), new MetricSample(backlog, at));
    }

    @Override
    public void close() {
        cluster.close();
    }
}
