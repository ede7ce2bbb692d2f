// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.server;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** The kinds of {@code keda.sh/v1alpha1}, without which a real API server takes none of their objects. */
public final class KedaDefinitions {

    private static final String GROUP = "keda.sh";

    private KedaDefinitions() {}

    /**
     * Makes those that are missing, with any field and with a status of their own, and waits until they can be used.
     * They stay: other tests use them, and a cluster with KEDA has its own, which are left alone.
     */
    public static void install(KubernetesClient admin) {
        Map.of(
                        "ScaledJob", "Namespaced",
                        "ScaledObject", "Namespaced",
                        "TriggerAuthentication", "Namespaced",
                        "ClusterTriggerAuthentication", "Cluster")
                .forEach((kind, scope) -> install(admin, definition(kind, scope)));
    }

    private static void install(KubernetesClient admin, CustomResourceDefinition definition) {
        Resource<CustomResourceDefinition> resource =
                admin.apiextensions().v1().customResourceDefinitions().resource(definition);
        if (resource.get() == null) {
            try {
                resource.create();
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) { // made by another test meanwhile
                    throw e;
                }
            }
        }
        String plural = definition.getSpec().getNames().getPlural();
        await(plural + "." + GROUP)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(() -> admin.raw("/apis/" + GROUP + "/v1alpha1/" + plural) != null);
    }

    private static CustomResourceDefinition definition(String kind, String scope) {
        String singular = kind.toLowerCase(Locale.ROOT);
        String plural = singular + "s";
        return new CustomResourceDefinitionBuilder()
                .withNewMetadata()
                .withName(plural + "." + GROUP)
                .endMetadata()
                .withNewSpec()
                .withGroup(GROUP)
                .withScope(scope)
                .withNewNames()
                .withKind(kind)
                .withListKind(kind + "List")
                .withSingular(singular)
                .withPlural(plural)
                .endNames()
                .addNewVersion()
                .withName("v1alpha1")
                .withServed(true)
                .withStorage(true)
                .withNewSchema()
                .withOpenAPIV3Schema(new JSONSchemaPropsBuilder()
                        .withType("object")
                        .withXKubernetesPreserveUnknownFields(true)
                        .build())
                .endSchema()
                .withNewSubresources()
                .withNewStatus()
                .endStatus()
                .endSubresources()
                .endVersion()
                .endSpec()
                .build();
    }
}
