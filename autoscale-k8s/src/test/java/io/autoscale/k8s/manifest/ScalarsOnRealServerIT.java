// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.autoscale.k8s.server.RealApiServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Each form of a scalar, as a real API server stores it and as we read it. */
class ScalarsOnRealServerIT {

    private static final List<String> FORMS = List.of(
            "yes",
            "Yes",
            "YES",
            "yEs",
            "on",
            "On",
            "ON",
            "true",
            "True",
            "TRUE",
            "tRUE",
            "no",
            "No",
            "NO",
            "off",
            "OFF",
            "false",
            "False",
            "FALSE",
            "~",
            "null",
            "Null",
            "NULL",
            "5",
            "+5",
            "-5",
            "-0",
            "00",
            "1_000",
            "1__0",
            "_1",
            "0755",
            "0o755",
            "0_7",
            "089",
            "0x1F",
            "0x",
            "0b101",
            "0b2",
            "-0x10",
            "1e3",
            "1e-3",
            "1.0e-7",
            "1.0",
            "1.5",
            ".5",
            "-.5",
            "+.5",
            "5.",
            "1_000.5",
            "1e999",
            "12:30",
            "190:20:30",
            "2026-11-25",
            "2026-11-25T10:00:00Z",
            "1.2.3",
            "500m",
            "1Gi",
            "+",
            ".",
            "=",
            "123456789012345678",
            "99999999999999999999");
    private static final String DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: probes.autoscale.test}
            spec:
              group: autoscale.test
              scope: Namespaced
              names: {plural: probes, singular: probe, kind: Probe}
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """;

    @Test
    void an_unquoted_scalar_is_what_the_api_server_stores() throws Exception {
        RealApiServer real = RealApiServer.required();
        try (KubernetesClient client = real.client()) {
            client.load(new ByteArrayInputStream(DEFINITION.getBytes(StandardCharsets.UTF_8)))
                    .serverSideApply();
            await().until(() -> stored(client, "1") != null);
            for (String form : FORMS) {
                Map<?, ?> spec = stored(client, form);
                assertThat(spec).as(form).isNotNull();
                Object value = spec.get("v");
                KubernetesScalar ours = KubernetesScalar.of(form);
                if (ours.tag().equals(Tag.STR)) {
                    assertThat(value).as(form).isEqualTo(form);
                } else if (ours.tag().equals(Tag.NULL)) {
                    assertThat(value).as(form).isNull();
                } else if (ours.tag().equals(Tag.BOOL)) {
                    assertThat(value).as(form).isEqualTo(Boolean.valueOf(ours.text()));
                } else {
                    assertThat(new BigDecimal(String.valueOf(value)))
                            .as(form)
                            .isEqualByComparingTo(new BigDecimal(ours.text()));
                }
            }
        }
    }

    private static Map<?, ?> stored(KubernetesClient client, String form) throws Exception {
        String text = "apiVersion: autoscale.test/v1\nkind: Probe\nmetadata: {name: p-" + UUID.randomUUID()
                + "}\nspec:\n  v: " + form + "\n";
        URI uri = URI.create(client.getMasterUrl() + "apis/autoscale.test/v1/namespaces/default/probes");
        HttpResponse<String> answer = client.getHttpClient()
                .sendAsync(
                        client.getHttpClient()
                                .newHttpRequestBuilder()
                                .uri(uri)
                                .post("application/yaml", text)
                                .build(),
                        String.class)
                .get(30, TimeUnit.SECONDS);
        Map<?, ?> read = client.getKubernetesSerialization().unmarshal(answer.bodyString(), Map.class);
        return answer.isSuccessful() ? (Map<?, ?>) read.get("spec") : null;
    }
}
