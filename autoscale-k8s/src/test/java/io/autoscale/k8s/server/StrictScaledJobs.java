// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.server;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A kind with the fields of KEDA's ScaledJob, as its documentation has them, and with the JobSpec of the server itself.
 * It is of a group of its own, so that the definition of KEDA's group, which takes any field, stays as it is.
 */
public final class StrictScaledJobs {

    /** To be written in place of KEDA's. */
    public static final String API_VERSION = "strict.autoscale.test/v1alpha1";

    private static final KubernetesSerialization JSON = new KubernetesSerialization();
    private static final String FIELDS = """
            {"type": "object", "required": ["spec"], "properties": {
              "apiVersion": {"type": "string"}, "kind": {"type": "string"}, "metadata": {"type": "object"},
              "spec": {"type": "object", "required": ["jobTargetRef", "triggers"], "properties": {
                "pollingInterval": {"type": "integer", "format": "int32"},
                "successfulJobsHistoryLimit": {"type": "integer", "format": "int32"},
                "failedJobsHistoryLimit": {"type": "integer", "format": "int32"},
                "envSourceContainerName": {"type": "string"},
                "minReplicaCount": {"type": "integer", "format": "int32"},
                "maxReplicaCount": {"type": "integer", "format": "int32"},
                "rolloutStrategy": {"type": "string"},
                "rollout": {"type": "object", "properties": {
                  "strategy": {"type": "string"}, "propagationPolicy": {"type": "string"}}},
                "scalingStrategy": {"type": "object", "properties": {
                  "strategy": {"type": "string"},
                  "customScalingQueueLengthDeduction": {"type": "integer", "format": "int32"},
                  "customScalingRunningJobPercentage": {"type": "string"},
                  "pendingPodConditions": {"type": "array", "items": {"type": "string"}},
                  "multipleScalersCalculation": {"type": "string"}}},
                "triggers": {"type": "array", "items": {"type": "object", "required": ["type", "metadata"], "properties": {
                  "type": {"type": "string"}, "name": {"type": "string"}, "metricType": {"type": "string"},
                  "useCachedMetrics": {"type": "boolean"},
                  "metadata": {"type": "object", "additionalProperties": {"type": "string"}},
                  "authenticationRef": {"type": "object", "required": ["name"], "properties": {
                    "name": {"type": "string"}, "kind": {"type": "string"}}}}}}}}}}
            """;
    private static final String DEFINITION = """
            {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
             "metadata": {"name": "scaledjobs.strict.autoscale.test"},
             "spec": {"group": "strict.autoscale.test", "scope": "Namespaced",
              "names": {"plural": "scaledjobs", "singular": "scaledjob", "kind": "ScaledJob"},
              "versions": [{"name": "v1alpha1", "served": true, "storage": true, "schema": {}}]}}
            """;

    private final KubernetesClient client;

    private StrictScaledJobs(KubernetesClient client) {
        this.client = client;
    }

    /** Installs the kind. */
    public static StrictScaledJobs install(KubernetesClient admin) {
        Map<String, Object> schemas = at(map(admin.raw("/openapi/v3/apis/batch/v1")), "components", "schemas");
        Map<String, Object> fields = map(FIELDS);
        at(fields, "properties", "spec", "properties")
                .put("jobTargetRef", named("io.k8s.api.batch.v1.JobSpec", schemas));
        String definition =
                DEFINITION.replace("\"schema\": {}", "\"schema\": {\"openAPIV3Schema\": " + JSON.asJson(fields) + "}");
        admin.load(new ByteArrayInputStream(definition.getBytes(StandardCharsets.UTF_8)))
                .serverSideApply();
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> admin.raw("/apis/" + API_VERSION + "/scaledjobs") != null);
        return new StrictScaledJobs(admin);
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

    /** What the server says to this manifest, as {@code kubectl --validate=strict} asks it; empty when it takes it. */
    public String objection(String yaml) throws Exception {
        URI uri = URI.create(client.getMasterUrl() + "apis/" + API_VERSION
                + "/namespaces/default/scaledjobs?dryRun=All&fieldValidation=Strict");
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
