// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.nodes.Tag;

class KubernetesScalarTest {

    @ParameterizedTest
    @CsvSource({
        "yes, bool, true",
        "On, bool, true",
        "TRUE, bool, true",
        "y, str, y",
        "no, bool, false",
        "OFF, bool, false",
        "n, str, n",
        "tRUE, str, tRUE",
        "~, null, null",
        "Null, null, null",
        "5, int, 5",
        "+5, int, 5",
        "-5, int, -5",
        "1_000, int, 1000",
        "0755, int, 493",
        "0o755, int, 493",
        "0x1F, int, 31",
        "0b101, int, 5",
        "-0x10, int, -16",
        "089, int, 89",
        "1e3, int, 1000",
        "1.0, int, 1",
        "1.5, float, 1.5",
        ".5, float, 0.5",
        "5., int, 5",
        "1_000.5, float, 1000.5",
        "12:30, str, 12:30",
        "2026-11-25, str, 2026-11-25",
        "1.2.3, str, 1.2.3",
        "0x, str, 0x",
        "500m, str, 500m",
        "1e999, str, 1e999",
        "18446744073709551615, int, 18446744073709551615",
        "+, str, +",
    })
    void an_unquoted_scalar_is_parsed_as_by_the_api_server(String text, String tag, String value) {
        KubernetesScalar scalar = KubernetesScalar.of(text);
        assertThat(scalar.tag()).isEqualTo(new Tag("tag:yaml.org,2002:" + tag));
        assertThat(scalar.text()).isEqualTo(value);
    }
}
