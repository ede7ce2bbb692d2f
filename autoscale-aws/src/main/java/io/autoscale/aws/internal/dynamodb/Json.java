// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.dynamodb;

import io.autoscale.validation.ShownText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads strict JSON, without a key twice and without anything after it. Values are a {@link Map} in the order of the
 * text, a {@link List}, a {@link String}, a {@link Boolean} or an {@link Other}.
 */
final class Json {

    /** Two for each level of values that DynamoDB allows, and some more, for which messages can name a path. */
    private static final int DEEPEST = 200;

    private static final int LONGEST_SHOWN = 60;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();

    private Json() {}

    /** A number as it is written, or null: nothing that is looked into. */
    record Other(String written) {}

    private static final class UnpairedSurrogate extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Reads an object; empty when the text is none, or holds half of a surrogate pair, which cannot be sent. */
    static Optional<Map<String, Object>> object(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            Map<String, Object> fields = fields(parser);
            return parser.nextToken() == null ? Optional.of(fields) : Optional.empty();
        } catch (JacksonException | UnpairedSurrogate e) {
            return Optional.empty();
        }
    }

    /** How a message quotes a value. */
    static String shown(Object value) {
        if (value instanceof Map<?, ?> fields) {
            return fields.isEmpty() ? "{}" : "{…}";
        }
        if (value instanceof List<?> elements) {
            return elements.isEmpty() ? "[]" : "[…]";
        }
        return shortened(value instanceof Other other ? other.written : value.toString());
    }

    static String shortened(String text) {
        return ShownText.of(text, LONGEST_SHOWN);
    }

    private static Map<String, Object> fields(JsonParser parser) {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = whole(parser.currentName());
            parser.nextToken();
            fields.put(name, value(parser));
        }
        return fields;
    }

    private static Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> fields(parser);
            case START_ARRAY -> {
                List<Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser));
                }
                yield elements;
            }
            case VALUE_STRING -> whole(parser.getString());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> new Other(String.valueOf(parser.getString()));
        };
    }

    private static String whole(String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new UnpairedSurrogate();
        }
        return text;
    }
}
