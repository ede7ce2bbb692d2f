// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.autoscale.k8s.server.RbacManifest;
import io.autoscale.k8s.server.RealApiServer;
import io.autoscale.plan.ExecutionOutcome;
import io.autoscale.plan.JobOutcome.Status;
import io.autoscale.spec.ScaledJob;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests permissions and quotas, which only a real API server implements. */
class KubernetesJobsOnRealServerIT {

    private RealApiServer real;
    private ApiServer server;
    private ScaledJob job;

    @BeforeEach
    void start() throws IOException {
        real = RealApiServer.required();
        server = new ApiServer();
        job = server.scaledJob().successfulJobsHistoryLimit(0).build();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void jobs_yaml_alone_permits_to_count_create_delete_and_orphan_jobs() {
        String namespace = server.namespace() + "-jobs";
        server.direct()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        ScaledJob alone = job.toBuilder().namespace(namespace).build();
        try (RbacManifest rbac = RbacManifest.apply(server.direct(), namespace, Path.of("../deploy/rbac/jobs.yaml"));
                KubernetesClient client = real.clientAs(rbac.user());
                KubernetesJobs jobs = KubernetesJobs.create(client)) {
            assertThat(jobs.execute(alone, ApiServer.plan(jobs, alone, 3)).count(Status.CREATED))
                    .isEqualTo(3);
            // jobs without a mark of ours may be deleted as soon as they have ended
            Job old = server.direct()
                    .resource(JobShapes.stranger(namespace, "old")
                            .editMetadata()
                            .addToLabels("scaledjob.keda.sh/name", alone.name())
                            .endMetadata()
                            .build())
                    .create();
            JobShapes.finish(server.direct(), old, "Complete", "2030-01-01T12:00:00Z");
            await().untilAsserted(() -> assertThat(
                            jobs.execute(alone, ApiServer.plan(jobs, alone, 0)).count(Status.DELETED))
                    .isEqualTo(1));
            jobs.disown(alone.ref(), "no-such-owner");
        } finally {
            server.direct().namespaces().withName(namespace).delete();
        }
    }

    @Test
    void a_missing_create_permission_is_reported_and_costs_one_request() {
        try (RbacManifest rbac = withoutCreate();
                KubernetesClient client = real.clientAs(rbac.user());
                KubernetesJobs jobs = KubernetesJobs.create(client)) {
            ExecutionOutcome outcome = jobs.execute(job, ApiServer.plan(jobs, job, 40));
            assertThat(outcome.count(Status.CREATE_FAILED)).isEqualTo(1);
            assertThat(outcome)
                    .asString()
                    .contains("403")
                    .contains(rbac.user())
                    .contains("cannot create resource \"jobs\"");
        }
    }

    @Test
    void a_quota_of_three_creates_three_jobs_and_stops_the_batch() {
        ResourceQuota quota = server.direct()
                .resource(new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("three")
                        .withNamespace(server.namespace())
                        .endMetadata()
                        .withNewSpec()
                        .addToHard("count/jobs.batch", new Quantity("3"))
                        .endSpec()
                        .build())
                .create();
        // no controller runs here, so the test does its work; the API server then counts the quota
        // itself
        server.direct()
                .resource(quota)
                .editStatus(current -> new ResourceQuotaBuilder(current)
                        .withNewStatus()
                        .withHard(Map.of("count/jobs.batch", new Quantity("3")))
                        .withUsed(Map.of("count/jobs.batch", new Quantity("0")))
                        .endStatus()
                        .build());
        try (KubernetesJobs jobs = KubernetesJobs.create(server.client())) {
            ExecutionOutcome outcome = jobs.execute(job, ApiServer.plan(jobs, job, 100));
            assertThat(outcome.count(Status.CREATED)).as("%s", outcome).isEqualTo(3);
            assertThat(outcome.count(Status.CREATE_FAILED)).as("%s", outcome).isBetween(1, 4);
            assertThat(outcome).asString().contains("exceeded quota: three");
        }
    }

    private RbacManifest withoutCreate() {
        return RbacManifest.apply(
                server.direct(), server.namespace(), new ByteArrayInputStream("""
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: autoscaler}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: autoscaler}
                rules:
                  - {apiGroups: [batch], resources: [jobs], verbs: [get, list, watch]}
                  - {apiGroups: [""], resources: [pods], verbs: [list, watch]}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: autoscaler}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: autoscaler}
                subjects: [{kind: ServiceAccount, name: autoscaler}]
                """.getBytes(StandardCharsets.UTF_8)));
    }
}
