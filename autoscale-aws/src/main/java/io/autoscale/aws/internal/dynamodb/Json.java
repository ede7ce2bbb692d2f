// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.dynamodb;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** A JSON value: strict, without a key twice, without anything after it. */
interface Json {

    /** An object; its keys are in the order of the text. */
    record Fields(Map<String, Json> byName) implements Json {
        @Override
        public String shown() {
            return byName.isEmpty() ? "{}" : "{…}";
        }
    }

    /** A list. */
    record Elements(List<Json> all) implements Json {
        @Override
        public String shown() {
            return all.isEmpty() ? "[]" : "[…]";
        }
    }

    /** A text. */
    record Text(String content) implements Json {
        @Override
        public String shown() {
            return shortened(content);
        }
    }

    /** True or false. */
    record Flag(boolean value) implements Json {
        @Override
        public String shown() {
            return String.valueOf(value);
        }
    }

    /** A number, as it is written, or null: nothing that is looked into. */
    record Other(String written) implements Json {
        @Override
        public String shown() {
            return shortened(written);
        }
    }

    /** How a message quotes the value. */
    String shown();

    /** Reads an object; empty when the text is none, or holds half of a surrogate pair, which cannot be sent. */
    static Optional<Fields> object(String text) {
        try (JsonParser parser = Reader.FACTORY.createParser(ObjectReadContext.empty(), text)) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            Json json = Reader.value(parser, first);
            return parser.nextToken() == null && json instanceof Fields fields ? Optional.of(fields) : Optional.empty();
        } catch (JacksonException | Reader.UnpairedSurrogate e) {
            return Optional.empty();
        }
    }

    /** At most some tens of characters of a text. */
    static String shortened(String text) {
        int most = 60;
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "…";
    }

    /** Turns tokens into values. */
    final class Reader {

        /** Two for each level of values that DynamoDB allows, and some more, for which messages can name a path. */
        private static final int DEEPEST = 200;

        private static final JsonFactory FACTORY = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                .build();

        private Reader() {}

        private static final class UnpairedSurrogate extends RuntimeException {
            private static final long serialVersionUID = 1L;
        }

        private static Json value(JsonParser parser, @Nullable JsonToken token) {
            if (token == JsonToken.START_OBJECT) {
                Map<String, Json> fields = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = whole(parser.currentName());
                    fields.put(name, value(parser, parser.nextToken()));
                }
                return new Fields(fields);
            }
            if (token == JsonToken.START_ARRAY) {
                List<Json> elements = new ArrayList<>();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    elements.add(value(parser, next));
                }
                return new Elements(elements);
            }
            if (token == JsonToken.VALUE_STRING) {
                return new Text(whole(parser.getString()));
            }
            if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
                return new Flag(token == JsonToken.VALUE_TRUE);
            }
            return new Other(String.valueOf(parser.getString()));
        }

        private static String whole(String text) {
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
                throw new UnpairedSurrogate();
            }
            return text;
        }
    }
}
