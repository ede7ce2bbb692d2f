// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.server;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * KEDA's kinds with the fields that its documentation has, and with the types of the server itself for jobs and scaling
 * behavior. They are of a group of their own, so that the definitions of KEDA's group, which take any field, stay as
 * they are.
 */
public final class StrictKinds {

    /** To be written in place of KEDA's. */
    public static final String API_VERSION = "strict.autoscale.test/v1alpha1";

    private static final KubernetesSerialization JSON = new KubernetesSerialization();
    private static final List<String> KINDS =
            List.of("ScaledJob", "ScaledObject", "TriggerAuthentication", "ClusterTriggerAuthentication");
    private static final List<String> SERVED = List.of("/openapi/v3/apis/batch/v1", "/openapi/v3/apis/autoscaling/v2");

    private final KubernetesClient client;

    private StrictKinds(KubernetesClient client) {
        this.client = client;
    }

    /** Installs the kinds. */
    public static StrictKinds install(KubernetesClient admin) throws IOException {
        Map<String, Object> schemas = new LinkedHashMap<>();
        try (InputStream own = StrictKinds.class.getResourceAsStream("/schemas/keda.yaml")) {
            schemas.putAll(map(JSON.unmarshal(own, Map.class)));
        }
        SERVED.forEach(path -> schemas.putAll(at(map(admin.raw(path)), "components", "schemas")));
        for (String kind : KINDS) {
            admin.resource(definition(kind, named(kind, schemas))).serverSideApply();
        }
        for (String kind : KINDS) {
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .until(() -> admin.raw("/apis/" + API_VERSION + "/" + plural(kind)) != null);
        }
        return new StrictKinds(admin);
    }

    private static GenericKubernetesResource definition(String kind, Map<String, Object> spec) {
        Map<String, Object> text = Map.of("type", "string");
        Map<String, Object> schema = Map.of(
                "type", "object",
                "required", List.of("spec"),
                "properties",
                        Map.of("apiVersion", text, "kind", text, "metadata", Map.of("type", "object"), "spec", spec));
        GenericKubernetesResource definition = new GenericKubernetesResource();
        definition.setApiVersion("apiextensions.k8s.io/v1");
        definition.setKind("CustomResourceDefinition");
        definition.setMetadata(new ObjectMetaBuilder()
                .withName(plural(kind) + ".strict.autoscale.test")
                .build());
        definition.setAdditionalProperty(
                "spec",
                Map.of(
                        "group",
                        "strict.autoscale.test",
                        "scope",
                        isOfCluster(kind) ? "Cluster" : "Namespaced",
                        "names",
                        Map.of(
                                "plural", plural(kind),
                                "singular", kind.toLowerCase(Locale.ROOT),
                                "kind", kind),
                        "versions",
                        List.of(Map.of(
                                "name",
                                "v1alpha1",
                                "served",
                                true,
                                "storage",
                                true,
                                "schema",
                                Map.of("openAPIV3Schema", schema)))));
        return definition;
    }

    private static String plural(String kind) {
        return kind.toLowerCase(Locale.ROOT) + "s";
    }

    private static boolean isOfCluster(String kind) {
        return kind.startsWith("Cluster");
    }

    /** The fields that objects of the jobs API must have, by the names of their models. */
    public static Map<String, List<String>> requiredFields(KubernetesClient client) {
        Map<String, List<String>> required = new LinkedHashMap<>();
        at(map(client.raw("/openapi/v3/apis/batch/v1")), "components", "schemas")
                .forEach((name, schema) -> {
                    if (map(schema).get("required") instanceof List<?> fields) {
                        required.put(
                                name.substring(name.lastIndexOf('.') + 1),
                                fields.stream().map(String::valueOf).toList());
                    }
                });
        return required;
    }

    /**
     * Returns the error that the server reports with strict validation, as in
     * {@code kubectl --validate=strict}; empty if it accepts the manifest.
     */
    public String objection(String kind, String yaml) throws Exception {
        URI uri = URI.create(client.getMasterUrl() + "apis/" + API_VERSION
                + (isOfCluster(kind) ? "/" : "/namespaces/default/") + plural(kind)
                + "?dryRun=All&fieldValidation=Strict");
        HttpResponse<String> answer = client.getHttpClient()
                .sendAsync(
                        client.getHttpClient()
                                .newHttpRequestBuilder()
                                .uri(uri)
                                .post("application/yaml", yaml)
                                .build(),
                        String.class)
                .get(30, TimeUnit.SECONDS);
        return answer.code() == HttpURLConnection.HTTP_CREATED
                ? ""
                : String.valueOf(map(answer.body()).get("message"));
    }

    /** A schema that a definition may have: without references, defaults and what is for documentation. */
    private static Map<String, Object> structural(Map<String, Object> schema, Map<String, Object> all) {
        if (schema.get("allOf") instanceof List<?> only) {
            return structural(map(only.get(0)), all);
        }
        if (schema.get("$ref") instanceof String reference) {
            return named(reference.substring("#/components/schemas/".length()), all);
        }
        Map<String, Object> made = new LinkedHashMap<>();
        for (String kept : List.of("type", "format", "required", "enum")) {
            if (schema.containsKey(kept)) {
                made.put(kept, schema.get(kept));
            }
        }
        if (schema.containsKey("properties")) {
            Map<String, Object> properties = new LinkedHashMap<>();
            at(schema, "properties").forEach((name, field) -> properties.put(name, structural(map(field), all)));
            made.put("properties", properties);
        }
        for (String nested : List.of("items", "additionalProperties")) {
            if (schema.containsKey(nested)) {
                made.put(nested, structural(at(schema, nested), all));
            }
        }
        return made;
    }

    private static Map<String, Object> named(String name, Map<String, Object> all) {
        if (name.endsWith(".Quantity")) {
            // a number with a fraction is refused, as in the definitions that are made from Go types
            return Map.of(
                    "x-kubernetes-int-or-string",
                    true,
                    "anyOf",
                    List.of(Map.of("type", "integer"), Map.of("type", "string")),
                    "pattern",
                    "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$");
        }
        if (name.endsWith(".IntOrString")) {
            return Map.of("x-kubernetes-int-or-string", true);
        }
        if (name.endsWith(".ObjectMeta")) {
            return Map.of("type", "object", "x-kubernetes-preserve-unknown-fields", true);
        }
        if (name.endsWith(".Time")) {
            return Map.of("type", "string", "format", "date-time");
        }
        return structural(at(all, name), all);
    }

    private static Map<String, Object> at(Map<String, Object> from, String... path) {
        Map<String, Object> found = from;
        for (String step : path) {
            found = map(found.get(step));
        }
        return found;
    }

    @SuppressWarnings("unchecked") // an object of JSON
    private static Map<String, Object> map(Object json) {
        return (Map<String, Object>) (json instanceof String text ? JSON.unmarshal(text, Map.class) : json);
    }
}
