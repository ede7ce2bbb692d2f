// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.autoscale.auth.AuthenticationException;
import io.autoscale.auth.AuthenticationRef;
import io.autoscale.auth.AuthenticationRequest;
import io.autoscale.auth.PodIdentity;
import io.autoscale.k8s.auth.KubernetesAuthProvider;
import io.autoscale.k8s.internal.KedaKinds;
import io.autoscale.k8s.server.KedaDefinitions;
import io.autoscale.k8s.server.TestCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests authentications that are read from the cluster instead of being passed in. */
class ClusterAuthenticationsIT {

    private static final String ROLE = "arn:aws:iam::123456789012:role/reader";
    private static final AuthenticationRef AWS = AuthenticationRef.of("aws");

    private TestCluster cluster;
    private KubernetesAuthProvider provider;

    @BeforeEach
    void start() {
        cluster = new TestCluster();
        if (cluster.isReal()) {
            KedaDefinitions.install(cluster.direct());
        }
        provider = KubernetesAuthProvider.builder(cluster.client())
                .authentications(ClusterAuthentications.watching(cluster.client()))
                .build();
    }

    @AfterEach
    void stop() {
        provider.close();
        cluster.close();
    }

    @Test
    void a_cluster_authentication_is_found_and_watched_for_changes() {
        apply("{provider: aws}");
        assertThat(provider.resolve(request()).podIdentity()).isEqualTo(PodIdentity.aws());
        Object before = provider.version(request());
        cluster.proxy().forget();
        assertThat(provider.version(request())).isEqualTo(before);
        assertThat(cluster.proxy().requests()).isEmpty();

        apply("{provider: aws, roleArn: '" + ROLE + "'}");
        await().until(() -> !provider.version(request()).equals(before));
        assertThat(provider.resolve(request()).podIdentity())
                .isEqualTo(PodIdentity.aws().assuming(ROLE));
    }

    @Test
    void a_missing_or_invalid_authentication_is_reported() {
        assertThatThrownBy(() -> provider.resolve(request()))
                .isInstanceOf(AuthenticationException.class)
                .hasMessage("TriggerAuthentication " + cluster.namespace() + "/aws does not exist");
        apply("{provider: amazon}");
        await().untilAsserted(() -> assertThatThrownBy(() -> provider.resolve(request()))
                .isInstanceOf(AuthenticationException.class)
                .hasMessageContaining(cluster.namespace() + "/aws: spec.podIdentity.provider: 'amazon'"));
    }

    @Test
    void an_invalid_name_is_not_requested() {
        AuthenticationRequest request = new AuthenticationRequest(
                AuthenticationRef.of("../secrets/aws"), cluster.namespace(), "orders", "default");
        assertThatThrownBy(() -> provider.resolve(request))
                .isInstanceOf(AuthenticationException.class)
                .hasMessageContaining("not a valid Kubernetes object name");
    }

    private AuthenticationRequest request() {
        return new AuthenticationRequest(AWS, cluster.namespace(), "orders", "default");
    }

    private void apply(String podIdentity) {
        GenericKubernetesResource resource = Serialization.unmarshal(
                """
                apiVersion: keda.sh/v1alpha1
                kind: TriggerAuthentication
                metadata: {name: aws, namespace: %s}
                spec: {podIdentity: %s}
                """.formatted(cluster.namespace(), podIdentity), GenericKubernetesResource.class);
        Resource<GenericKubernetesResource> there = cluster.direct()
                .genericKubernetesResources(KedaKinds.TRIGGER_AUTHENTICATIONS)
                .inNamespace(cluster.namespace())
                .resource(resource);
        if (there.get() == null) {
            there.create();
        } else {
            there.update();
        }
    }
}
