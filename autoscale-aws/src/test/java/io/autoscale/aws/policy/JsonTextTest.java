// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class JsonTextTest {

    @Property
    void any_text_is_read_back_as_it_was(@ForAll String text) {
        try (JsonParser parser = new JsonFactory()
                .createParser(ObjectReadContext.empty(), JsonText.of(Map.of("key", List.of(text, "end"))))) {
            while (parser.nextToken() != JsonToken.VALUE_STRING) {
                assertThat(parser.currentToken()).isNotNull();
            }
            assertThat(parser.getString()).isEqualTo(text);
        }
    }

    @Test
    void quotes_backslashes_and_control_characters_are_escaped() {
        assertThat(JsonText.of(Map.of("a\"b", "c\\d\n\u0001é")))
                .isEqualTo("{\n  \"a\\\"b\": \"c\\\\d\\u000a\\u0001é\"\n}");
    }
}
