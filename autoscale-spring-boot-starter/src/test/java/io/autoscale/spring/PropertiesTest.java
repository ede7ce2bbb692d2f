// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PropertiesTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(autoscale\\.[^`]+)` \\|");

    @Test
    void editors_and_the_page_know_the_same_properties_each_with_a_description() throws IOException {
        String page = Files.readString(Path.of("../docs/spring-boot.md"));
        List<String> documented =
                ROW.matcher(page).results().map(row -> row.group(1)).toList();
        List<Map<String, Object>> described = metadata().stream()
                .filter(property -> property.get("name").toString().startsWith("autoscale."))
                .toList();
        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(described.stream()
                        .map(property -> property.get("name").toString())
                        .toList());
        assertThat(described)
                .allSatisfy(property -> assertThat(property.get("description"))
                        .as("%s", property.get("name"))
                        .asString()
                        .isNotBlank());
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> metadata() throws IOException {
        try (InputStream file =
                AutoscaleProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return (List<Map<String, Object>>)
                    new KubernetesSerialization().unmarshal(text, Map.class).get("properties");
        }
    }
}
