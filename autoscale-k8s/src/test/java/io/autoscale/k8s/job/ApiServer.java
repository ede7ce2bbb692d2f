// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.autoscale.k8s.server.RealApiServer;
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
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The API server of a test: a real one where there is one, else one in this JVM with a proxy before it that can fail.
 * Each has a namespace of its own.
 */
final class ApiServer implements AutoCloseable {

    private static final Logger REQUESTS = Logger.getLogger("io.fabric8.mockwebserver");

    private final @Nullable KubernetesMockServer embedded;
    private final @Nullable FaultyProxy proxy;
    private final KubernetesClient client;
    private final String namespace = "test-" + UUID.randomUUID();

    ApiServer() throws IOException {
        REQUESTS.setLevel(Level.OFF);
        RealApiServer real = RealApiServer.shared().orElse(null);
        if (real == null) {
            embedded = new KubernetesMockServer(
                    new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
            embedded.init(InetAddress.getLoopbackAddress(), 0);
            proxy = new FaultyProxy(URI.create("http://127.0.0.1:" + embedded.getPort()));
            client = new KubernetesClientBuilder()
                    .withConfig(new ConfigBuilder(Config.empty())
                            .withMasterUrl(proxy.url())
                            .withRequestTimeout(2_000)
                            .withRequestRetryBackoffLimit(0)
                            .build())
                    .build();
        } else {
            embedded = null;
            proxy = null;
            client = real.client();
        }
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
    }

    KubernetesClient client() {
        return client;
    }

    String namespace() {
        return namespace;
    }

    FaultyProxy proxy() {
        Assumptions.assumeTrue(proxy != null, "faults need the embedded server");
        return proxy;
    }

    ScaledJobBuilder scaledJob() {
        return ScaledJob.builder("video-processor")
                .namespace(namespace)
                .jobTemplate(KubernetesJobTemplate.container("encoder", "encoder:1", "encode"))
                .trigger(Trigger.builder("test").build());
    }

    static ScalingPlan plan(KubernetesJobs jobs, ScaledJob job, int backlog) {
        JobCensus census = jobs.observe(new CensusRequest(job.ref(), job.pendingPodConditions()));
        TriggerReading reading = new TriggerReading.Observed(
                "test", MetricSpec.averageValue("test", 1), new MetricSample(backlog, census.observedAt()));
        return Planner.plan(job, List.of(reading), census, census.observedAt());
    }

    @Override
    public void close() {
        if (proxy != null) {
            proxy.faults(request -> FaultyProxy.Fault.NONE);
        }
        client.namespaces().withName(namespace).delete();
        client.close();
        if (proxy != null) {
            proxy.close();
        }
        if (embedded != null) {
            embedded.destroy();
        }
    }
}
