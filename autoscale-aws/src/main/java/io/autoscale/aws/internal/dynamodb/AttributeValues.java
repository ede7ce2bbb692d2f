// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.dynamodb;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads values in DynamoDB's typed JSON, such as {@code {"S": "x"}}: all ten types, nested. */
final class AttributeValues {

    static final String EXPECTED =
            "a JSON object with one type of S, N, B, BOOL, NULL, L, M, SS, NS, BS, such as {\"S\": \"x\"}";

    /** As deep as DynamoDB lets lists and maps be. */
    private static final int DEEPEST = 32;

    /** More digits and exponent than any number of DynamoDB needs, and few enough to compare quickly. */
    private static final int LONGEST_NUMBER = 300;

    private static final int MOST_DIGITS = 38;
    private static final int GREATEST_EXPONENT = 125;
    private static final int LEAST_EXPONENT = -130;
    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,9})?");
    private static final Scalar<String> TEXT =
            new Scalar<>("a JSON text", Optional::of, AttributeValue::fromS, AttributeValue::fromSs);
    private static final Scalar<BigDecimal> DECIMAL = new Scalar<>(
            "a number in a JSON text, of at most 38 digits and of a size from 1E-130 to 9.9E125",
            AttributeValues::number,
            AttributeValue::fromN,
            numbers -> AttributeValue.fromNs(
                    numbers.stream().map(BigDecimal::toString).toList()));
    private static final Scalar<SdkBytes> BINARY = new Scalar<>(
            "base64 in a JSON text",
            AttributeValues::bytes,
            text -> AttributeValue.fromB(bytes(text).orElseThrow()),
            AttributeValue::fromBs);

    private final Errors errors;

    /** Where errors go. */
    interface Errors {
        void add(String path, String text, String expected);
    }

    /** A type that is written as a JSON text, and the sets of it. */
    private record Scalar<T>(
            String expected,
            Function<String, Optional<T>> reader,
            Function<String, AttributeValue> one,
            Function<List<T>, AttributeValue> set) {

        Optional<T> read(Object content) {
            return content instanceof String text ? reader.apply(text) : Optional.empty();
        }
    }

    AttributeValues(Errors errors) {
        this.errors = errors;
    }

    /** Reads a value; null, with an error added, when it is none. */
    @Nullable
    AttributeValue read(String path, Object json) {
        return read(path, json, 0);
    }

    private @Nullable AttributeValue read(String path, Object json, int depth) {
        if (!(json instanceof Map<?, ?> fields) || fields.size() != 1) {
            return reject(path, json, EXPECTED);
        }
        Map.Entry<?, ?> only = fields.entrySet().iterator().next();
        String type = only.getKey().toString();
        Object content = only.getValue();
        String inner = path + "." + type;
        return switch (type) {
            case "S" -> scalar(inner, content, TEXT);
            case "N" -> scalar(inner, content, DECIMAL);
            case "B" -> scalar(inner, content, BINARY);
            case "SS" -> set(inner, content, TEXT);
            case "NS" -> set(inner, content, DECIMAL);
            case "BS" -> set(inner, content, BINARY);
            case "BOOL" ->
                content instanceof Boolean flag
                        ? AttributeValue.fromBool(flag)
                        : reject(inner, content, "the JSON value true or false");
            case "NULL" ->
                Boolean.TRUE.equals(content)
                        ? AttributeValue.fromNul(true)
                        : reject(inner, content, "the JSON value true");
            case "L", "M" -> container(inner, content, type, depth + 1);
            default -> reject(path, type, EXPECTED);
        };
    }

    private @Nullable AttributeValue container(String path, Object content, String type, int depth) {
        if (depth > DEEPEST) {
            return reject(path, content, "lists and maps nested at most " + DEEPEST + " levels deep");
        }
        if (type.equals("L") && content instanceof List<?> elements) {
            List<AttributeValue> values = new ArrayList<>();
            for (int i = 0; i < elements.size(); i++) {
                AttributeValue value = read(path + "[" + i + "]", elements.get(i), depth);
                if (value != null) {
                    values.add(value);
                }
            }
            return AttributeValue.fromL(values);
        }
        if (type.equals("M") && content instanceof Map<?, ?> fields) {
            Map<String, AttributeValue> values = new LinkedHashMap<>();
            fields.forEach((name, json) -> {
                AttributeValue value = read(path + "." + Json.shortened(name.toString()), json, depth);
                if (value != null) {
                    values.put(name.toString(), value);
                }
            });
            return AttributeValue.fromM(values);
        }
        return reject(path, content, "a JSON " + (type.equals("L") ? "list" : "object") + " of typed values");
    }

    private <T> @Nullable AttributeValue scalar(String path, Object content, Scalar<T> scalar) {
        return scalar.read(content).isPresent()
                ? scalar.one.apply(content.toString())
                : reject(path, content, scalar.expected);
    }

    private <T> @Nullable AttributeValue set(String path, Object content, Scalar<T> scalar) {
        if (!(content instanceof List<?> elements) || elements.isEmpty()) {
            return reject(path, content, "a JSON list of at least one text, each once");
        }
        List<T> all = new ArrayList<>();
        Set<T> seen = new HashSet<>();
        for (int i = 0; i < elements.size(); i++) {
            Object element = elements.get(i);
            Optional<T> value = scalar.read(element);
            boolean isTwice = value.isPresent() && !seen.add(value.get());
            if (value.isPresent() && !isTwice) {
                all.add(value.get());
            } else {
                reject(path + "[" + i + "]", element, isTwice ? "no element twice" : scalar.expected);
            }
        }
        return all.size() == elements.size() ? scalar.set.apply(all) : null;
    }

    /** The number, in the one form that equal numbers have in common. */
    private static Optional<BigDecimal> number(String text) {
        if (text.length() > LONGEST_NUMBER || !NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(text);
        if (number.signum() == 0) {
            return Optional.of(BigDecimal.ZERO);
        }
        BigDecimal stripped = number.stripTrailingZeros();
        long exponent = (long) stripped.precision() - stripped.scale() - 1;
        return stripped.precision() <= MOST_DIGITS && exponent <= GREATEST_EXPONENT && exponent >= LEAST_EXPONENT
                ? Optional.of(stripped)
                : Optional.empty();
    }

    private static Optional<SdkBytes> bytes(String text) {
        try {
            return Optional.of(SdkBytes.fromByteArray(Base64.getDecoder().decode(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private @Nullable AttributeValue reject(String path, Object json, String expected) {
        errors.add(path, Json.shown(json), expected);
        return null;
    }
}
