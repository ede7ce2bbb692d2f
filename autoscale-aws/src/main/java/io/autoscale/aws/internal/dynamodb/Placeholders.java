// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.dynamodb;

import io.autoscale.trigger.TriggerMetadata;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    /**
     * Looks at the placeholders of a trigger.
     *
     * @param metadata the trigger's text, where errors are noted
     * @param expressions those that are there, by metadata key
     */
    Placeholders(TriggerMetadata metadata, Map<String, String> expressions) {
        this.metadata = metadata;
        this.expressions = expressions;
    }

    /** Reads the names; none when the key is absent. */
    Map<String, String> names() {
        Optional<String> text = metadata.text(NAMES);
        Map<String, String> names = new LinkedHashMap<>();
        if (text.isEmpty()) {
            requireDefined(NAMES, NAME, Set.of());
            return names;
        }
        fields(NAMES, text.get(), NAMES_EXPECTED).ifPresent(fields -> {
            fields.byName().forEach((name, json) -> {
                if (json instanceof Json.Text attribute && !attribute.content().isEmpty()) {
                    names.put(name, attribute.content());
                } else {
                    metadata.reject(path(NAMES, name), json.shown(), "a JSON text, the name of an attribute");
                }
            });
            check(NAMES, NAME, "#", fields.byName().keySet());
        });
        return names;
    }

    /** Reads the values. */
    Map<String, AttributeValue> values() {
        String text = metadata.requiredText(VALUES, VALUES_EXPECTED);
        Map<String, AttributeValue> values = new LinkedHashMap<>();
        if (text.isEmpty()) {
            return values;
        }
        AttributeValues reader = new AttributeValues(metadata::reject);
        fields(VALUES, text, VALUES_EXPECTED).ifPresent(fields -> {
            fields.byName().forEach((name, json) -> {
                AttributeValue value = reader.read(path(VALUES, name), json);
                if (value != null) {
                    values.put(name, value);
                }
            });
            check(VALUES, VALUE, ":", fields.byName().keySet());
        });
        return values;
    }

    private Optional<Json.Fields> fields(String key, String text, String expected) {
        Optional<Json.Fields> fields =
                Json.object(text).filter(found -> !found.byName().isEmpty());
        if (fields.isEmpty()) {
            metadata.reject(key, Json.shortened(text), expected);
        }
        return fields;
    }

    private void check(String key, Pattern placeholder, String sign, Collection<String> defined) {
        Set<String> used = new TreeSet<>();
        expressions.values().forEach(expression -> used.addAll(in(expression, placeholder)));
        for (String name : defined) {
            if (!placeholder.matcher(name).matches()) {
                metadata.reject(
                        key,
                        Json.shortened(name),
                        "keys that start with " + sign + " and go on with letters, digits and _ of ASCII");
            } else if (expressions.containsKey("keyConditionExpression") && !used.contains(name)) {
                metadata.reject(key, Json.shortened(name), "only keys that an expression uses");
            }
        }
        requireDefined(key, placeholder, defined);
    }

    private void requireDefined(String key, Pattern placeholder, Collection<String> defined) {
        expressions.forEach((expression, text) -> {
            for (String used : in(text, placeholder)) {
                if (!defined.contains(used)) {
                    metadata.reject(expression, Json.shortened(used), "only what metadata." + key + " has a key for");
                }
            }
        });
    }

    private static Set<String> in(String expression, Pattern placeholder) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = placeholder.matcher(expression);
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    private static String path(String key, String name) {
        return key + "." + Json.shortened(name);
    }
}
