// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the features of a real API server that no embedded one has. */
class RealApiServerIT {

    private static final String READER = """
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: reader, namespace: elsewhere}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: reader}
            rules: [{apiGroups: [""], resources: [configmaps], verbs: [get, list]}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: reader, namespace: elsewhere}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader}
            subjects: [{kind: ServiceAccount, name: reader, namespace: elsewhere}]
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: passed-over}
            """;

    private final String namespace = "test-" + UUID.randomUUID();
    private RealApiServer server;
    private KubernetesClient admin;

    @BeforeEach
    void start() {
        server = RealApiServer.required();
        admin = server.client();
        admin.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
    }

    @AfterEach
    void stop() {
        if (admin != null) {
            admin.namespaces().withName(namespace).delete();
            admin.close();
        }
    }

    @Test
    void a_user_has_exactly_the_permissions_of_the_manifest() {
        try (RbacManifest rbac = RbacManifest.apply(admin, namespace, reader());
                KubernetesClient client = server.clientAs(rbac.user())) {
            assertThat(client.configMaps().inNamespace(namespace).list().getItems())
                    .noneMatch(map -> map.getMetadata().getName().equals("passed-over"));
            assertForbidden(() -> client.configMaps().inNamespace("default").list());
            assertForbidden(() -> client.secrets().inNamespace(namespace).list());
            assertForbidden(() -> client.resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName("mine")
                            .withNamespace(namespace)
                            .endMetadata()
                            .build())
                    .create());
        }
    }

    @Test
    void permissions_end_with_their_manifest() {
        String user;
        try (RbacManifest rbac = RbacManifest.apply(admin, namespace, reader())) {
            user = rbac.user();
        }
        assertThat(admin.rbac().clusterRoles().withName("reader-" + namespace).get())
                .isNull();
        assertThat(user).isEqualTo("system:serviceaccount:" + namespace + ":reader");
    }

    @Test
    void a_keda_scaled_job_is_accepted_and_status_is_a_subresource() {
        KedaDefinitions.install(admin);
        KedaDefinitions.install(admin);
        GenericKubernetesResource scaledJob = new GenericKubernetesResourceBuilder()
                .withApiVersion("keda.sh/v1alpha1")
                .withKind("ScaledJob")
                .withNewMetadata()
                .withName("video-processor")
                .withNamespace(namespace)
                .endMetadata()
                .addToAdditionalProperties("spec", Map.of("maxReplicaCount", 3))
                .addToAdditionalProperties("status", Map.of("lost", "with a create"))
                .build();
        GenericKubernetesResource made = admin.resource(scaledJob).create();
        assertThat(made.<Integer>get("spec", "maxReplicaCount")).isEqualTo(3);
        assertThat(made.<Object>get("status")).isNull();
        assertThat(made.getMetadata().getGeneration()).isEqualTo(1);
    }

    private static void assertForbidden(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(403));
    }

    private static InputStream reader() {
        return new ByteArrayInputStream(READER.getBytes(StandardCharsets.UTF_8));
    }
}
