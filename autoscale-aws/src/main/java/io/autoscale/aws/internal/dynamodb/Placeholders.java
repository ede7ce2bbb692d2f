// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.dynamodb;

import io.autoscale.trigger.TriggerMetadata;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What stands for the {@code #name} and {@code :value} placeholders of expressions. DynamoDB refuses a query with one
 * that is not defined or not used, so that both are errors.
 */
final class Placeholders {

    static final String NAMES = "expressionAttributeNames";
    static final String VALUES = "expressionAttributeValues";

    private static final String NAMES_EXPECTED =
            "a JSON object with at least one entry such as \"#s\": \"status\", without a key twice";
    private static final String VALUES_EXPECTED =
            "a JSON object with at least one entry such as \":p\": {\"S\": \"pending\"}, without a key twice";
    private static final Pattern NAME = Pattern.compile("#[A-Za-z0-9_#]+");
    private static final Pattern VALUE = Pattern.compile(":[A-Za-z0-9_]+");

    private final TriggerMetadata metadata;
    private final Map<String, String> expressions;

    /** The expressions are those that the trigger has, by metadata key. */
    Placeholders(TriggerMetadata metadata, Map<String, String> expressions) {
        this.metadata = metadata;
        this.expressions = expressions;
    }

    /** Reads the names; none when the key is absent. */
    Map<String, String> names() {
        Optional<String> text = metadata.text(NAMES);
        if (text.isEmpty()) {
            requireDefined(NAMES, NAME, Set.of());
            return Map.of();
        }
        return read(NAMES, text.get(), NAMES_EXPECTED, NAME, (path, json) -> {
            if (json instanceof String attribute && !attribute.isEmpty()) {
                return attribute;
            }
            metadata.reject(path, Json.shown(json), "a JSON text, the name of an attribute");
            return null;
        });
    }

    Map<String, AttributeValue> values() {
        String text = metadata.requiredText(VALUES, VALUES_EXPECTED);
        return text.isEmpty()
                ? Map.of()
                : read(VALUES, text, VALUES_EXPECTED, VALUE, new AttributeValues(metadata::reject)::read);
    }

    private <T> Map<String, T> read(
            String key,
            String text,
            String expected,
            Pattern placeholder,
            BiFunction<String, Object, @Nullable T> field) {
        Map<String, T> all = new LinkedHashMap<>();
        Map<String, Object> fields = Json.object(text).orElse(Map.of());
        if (fields.isEmpty()) {
            metadata.reject(key, Json.shortened(text), expected);
            return all;
        }
        fields.forEach((name, json) -> {
            T value = field.apply(key + "." + Json.shortened(name), json);
            if (value != null) {
                all.put(name, value);
            }
        });
        checkNames(key, placeholder, fields.keySet());
        requireDefined(key, placeholder, fields.keySet());
        return all;
    }

    private void checkNames(String key, Pattern placeholder, Set<String> defined) {
        Set<String> used = in(String.join(" ", expressions.values()), placeholder);
        for (String name : defined) {
            if (!placeholder.matcher(name).matches()) {
                metadata.reject(
                        key,
                        Json.shortened(name),
                        "keys that start with " + placeholder.pattern().charAt(0)
                                + " and go on with letters, digits and _ of ASCII");
            } else if (expressions.containsKey("keyConditionExpression") && !used.contains(name)) {
                metadata.reject(key, Json.shortened(name), "only keys that an expression uses");
            }
        }
    }

    private void requireDefined(String key, Pattern placeholder, Set<String> defined) {
        expressions.forEach((expression, text) -> in(text, placeholder).stream()
                .filter(used -> !defined.contains(used))
                .sorted()
                .forEach(used -> metadata.reject(
                        expression, Json.shortened(used), "only placeholders that are keys of metadata." + key)));
    }

    private static Set<String> in(String expression, Pattern placeholder) {
        return placeholder.matcher(expression).results().map(MatchResult::group).collect(Collectors.toSet());
    }
}
