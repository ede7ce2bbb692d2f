// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.status;

import io.autoscale.k8s.internal.KedaKinds;
import io.autoscale.workload.WorkloadRef;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the status of ScaledJobs when it changes. A changed timestamp alone causes no write, so a workload in steady
 * state causes none. The next round retries a failed write.
 */
public final class StatusWriter {

    private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
    private static final int NOT_FOUND = 404;

    private final KubernetesClient client;
    private final Function<WorkloadRef, Map<String, Object>> current;
    private final Map<WorkloadRef, ScaledJobStatus> written = new ConcurrentHashMap<>();
    private final Map<WorkloadRef, Instant> lastActive = new ConcurrentHashMap<>();

    /**
     * Creates a writer.
     *
     * @param client the client; closed by its owner
     */
    public StatusWriter(KubernetesClient client) {
        this(client, workload -> Map.of());
    }

    /**
     * Creates a writer that compares with the status in the cluster, so that a restarted program does not write the
     * same status again.
     *
     * @param client the client; closed by its owner
     * @param current returns the last status of a workload from a watch; empty if unknown
     */
    public StatusWriter(KubernetesClient client, Function<WorkloadRef, Map<String, Object>> current) {
        // the next round retries; client retries would delay it while the API server is unavailable
        RequestConfig once = new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withRequestRetryBackoffLimit(0)
                .build();
        this.client = client.newClient(once).adapt(KubernetesClient.class);
        this.current = Objects.requireNonNull(current, "current");
    }

    /**
     * Writes a status, unless the same status was written last. Blocks for one request.
     *
     * @param workload the workload
     * @param status the status
     */
    public void write(WorkloadRef workload, ScaledJobStatus status) {
        Instant active = status.lastActiveTime();
        if (active != null) {
            lastActive.put(workload, active);
        }
        ScaledJobStatus before = written.get(workload);
        Map<String, Object> inCluster = current.apply(workload);
        if (before == null ? status.isSaidBy(inCluster) : before.saysTheSameAs(status)) {
            written.put(workload, status);
            return;
        }
        try {
            client.genericKubernetesResources(KedaKinds.SCALED_JOBS)
                    .inNamespace(workload.namespace())
                    .withName(workload.name())
                    .subresource("status")
                    .patch(
                            PatchContext.of(PatchType.JSON),
                            patch(inCluster, status.lastActiveAt(lastActive.get(workload))));
            written.put(workload, status);
        } catch (KubernetesClientException e) {
            if (e.getCode() == NOT_FOUND) {
                written.put(workload, status); // the ScaledJob no longer exists
            } else {
                LOG.debug("the status of {} was not written, answered {}", workload, e.getCode(), e);
            }
        }
    }

    /**
     * Forgets the last status of a workload that is gone or that another replica writes from now on.
     *
     * @param workload the workload
     */
    public void forget(WorkloadRef workload) {
        written.remove(workload);
        lastActive.remove(workload);
    }

    /**
     * Returns a patch with the whole status, so that removed triggers do not stay in it. Fields written by others are
     * kept.
     */
    private String patch(Map<String, Object> inCluster, ScaledJobStatus status) {
        Map<String, Object> all = new LinkedHashMap<>(inCluster);
        all.putAll(status.fields());
        return client.getKubernetesSerialization()
                .asJson(List.of(Map.of("op", "add", "path", "/status", "value", all)));
    }
}
