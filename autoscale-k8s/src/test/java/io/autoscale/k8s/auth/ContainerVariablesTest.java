// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.auth.AuthenticationException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests variables that refer to each other, which a manifest may nest without limit. */
class ContainerVariablesTest {

    private final KubernetesClient client = new KubernetesClientBuilder().build();
    private final KubernetesAuthProvider provider = KubernetesAuthProvider.builder(client)
            .authentications((ref, namespace) -> Optional.empty())
            .build();

    @AfterEach
    void close() {
        provider.close();
        client.close();
    }

    private static ContainerBuilder container() {
        return new ContainerBuilder().withName("encoder").withImage("encoder:1");
    }

    private Optional<String> value(Container container, String name) {
        return provider.variable(container, "media", name);
    }

    @Test
    void an_empty_value_that_doubles_at_each_step_expands_fast() {
        assertThat(value(doubling("", 99), "V99")).contains("");
    }

    @Test
    void a_value_larger_than_a_megabyte_is_rejected() {
        assertThatThrownBy(() -> value(doubling("x", 26), "V26"))
                .isInstanceOf(AuthenticationException.class)
                .hasMessageContaining("expected at most 100 nested references and 1048576 characters");
    }

    @Test
    void ten_thousand_references_in_a_row_are_refused() {
        ContainerBuilder builder =
                container().addNewEnv().withName("V0").withValue("x").endEnv();
        for (int i = 1; i <= 10_000; i++) {
            builder.addNewEnv()
                    .withName("V" + i)
                    .withValue("$(V" + (i - 1) + ")")
                    .endEnv();
        }
        assertThatThrownBy(() -> value(builder.build(), "V10000")).isInstanceOf(AuthenticationException.class);
    }

    private static Container doubling(String first, int steps) {
        ContainerBuilder builder =
                container().addNewEnv().withName("V0").withValue(first).endEnv();
        for (int i = 1; i <= steps; i++) {
            String before = "$(V" + (i - 1) + ")";
            builder.addNewEnv().withName("V" + i).withValue(before + before).endEnv();
        }
        return builder.build();
    }

    @Test
    void a_reference_resolves_earlier_variables_only() {
        Container container = container()
                .addNewEnv()
                .withName("A")
                .withValue("1")
                .endEnv()
                .addNewEnv()
                .withName("B")
                .withValue("$(A)$(C)$$(A)")
                .endEnv()
                .addNewEnv()
                .withName("C")
                .withValue("3")
                .endEnv()
                .build();
        assertThat(value(container, "B")).contains("1$(C)$(A)");
    }
}
