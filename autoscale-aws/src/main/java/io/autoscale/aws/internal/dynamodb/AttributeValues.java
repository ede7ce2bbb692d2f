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
    private static final String A_NUMBER =
            "a number in a JSON text, of at most 38 digits and of a size from 1E-130 to 9.9E125";
    private static final String BASE64 = "base64 in a JSON text";

    private final Errors errors;

    /** Where errors go. */
    interface Errors {
        void add(String path, String text, String expected);
    }

    AttributeValues(Errors errors) {
        this.errors = errors;
    }

    /** Reads a value; null, with an error noted, when it is none. */
    @Nullable
    AttributeValue read(String path, Json json) {
        return read(path, json, 0);
    }

    private @Nullable AttributeValue read(String path, Json json, int depth) {
        if (!(json instanceof Json.Fields fields) || fields.byName().size() != 1) {
            return violation(path, json, EXPECTED);
        }
        Map.Entry<String, Json> only = fields.byName().entrySet().iterator().next();
        String type = only.getKey();
        Json content = only.getValue();
        String inner = path + "." + type;
        return switch (type) {
            case "S" ->
                content instanceof Json.Text text
                        ? AttributeValue.fromS(text.content())
                        : violation(inner, content, "a JSON text");
            case "N" ->
                content instanceof Json.Text text && number(text.content()).isPresent()
                        ? AttributeValue.fromN(text.content())
                        : violation(inner, content, A_NUMBER);
            case "B" ->
                content instanceof Json.Text text
                        ? bytes(text.content())
                                .map(AttributeValue::fromB)
                                .orElseGet(() -> violation(inner, text, BASE64))
                        : violation(inner, content, BASE64);
            case "BOOL" ->
                content instanceof Json.Flag flag
                        ? AttributeValue.fromBool(flag.value())
                        : violation(inner, content, "true or false, as JSON has them");
            case "NULL" ->
                content instanceof Json.Flag flag && flag.value()
                        ? AttributeValue.fromNul(true)
                        : violation(inner, content, "true, as JSON has it");
            case "SS", "NS", "BS" -> set(type, inner, content);
            case "L", "M" -> container(inner, content, type, depth + 1);
            default -> violation(path, new Json.Text(type), EXPECTED);
        };
    }

    private @Nullable AttributeValue container(String path, Json content, String type, int depth) {
        if (depth > DEEPEST) {
            return violation(path, content, "lists and maps in each other at most " + DEEPEST + " deep");
        }
        if (type.equals("L")) {
            return content instanceof Json.Elements elements
                    ? list(path, elements, depth)
                    : violation(path, content, "a JSON list of values, each with its type");
        }
        return content instanceof Json.Fields fields
                ? map(path, fields, depth)
                : violation(path, content, "a JSON object of values, each with its type");
    }

    private AttributeValue list(String path, Json.Elements elements, int depth) {
        List<AttributeValue> values = new ArrayList<>();
        for (int i = 0; i < elements.all().size(); i++) {
            AttributeValue value = read(path + "[" + i + "]", elements.all().get(i), depth);
            if (value != null) {
                values.add(value);
            }
        }
        return AttributeValue.fromL(values);
    }

    private AttributeValue map(String path, Json.Fields fields, int depth) {
        Map<String, AttributeValue> values = new LinkedHashMap<>();
        fields.byName().forEach((name, json) -> {
            AttributeValue value = read(path + "." + Json.shortened(name), json, depth);
            if (value != null) {
                values.put(name, value);
            }
        });
        return AttributeValue.fromM(values);
    }

    private @Nullable AttributeValue set(String type, String path, Json content) {
        return switch (type) {
            case "SS" -> {
                List<String> texts = elements(path, content, "a JSON text", Optional::of);
                yield texts == null ? null : AttributeValue.fromSs(texts);
            }
            case "NS" -> {
                List<BigDecimal> numbers = elements(path, content, A_NUMBER, AttributeValues::number);
                yield numbers == null
                        ? null
                        : AttributeValue.fromNs(
                                numbers.stream().map(BigDecimal::toString).toList());
            }
            default -> {
                List<SdkBytes> bytes = elements(path, content, BASE64, AttributeValues::bytes);
                yield bytes == null ? null : AttributeValue.fromBs(bytes);
            }
        };
    }

    /** The elements of a set; null, with each error noted, when they do not make one. */
    private <T> @Nullable List<T> elements(
            String path, Json content, String expected, Function<String, Optional<T>> reader) {
        if (!(content instanceof Json.Elements elements) || elements.all().isEmpty()) {
            errors.add(path, content.shown(), "a JSON list of at least one text, each once");
            return null;
        }
        List<T> all = new ArrayList<>();
        Set<T> seen = new HashSet<>();
        boolean faulty = false;
        for (int i = 0; i < elements.all().size(); i++) {
            Json element = elements.all().get(i);
            Optional<T> value = element instanceof Json.Text text ? reader.apply(text.content()) : Optional.empty();
            boolean twice = value.isPresent() && !seen.add(value.get());
            if (value.isEmpty() || twice) {
                errors.add(path + "[" + i + "]", element.shown(), twice ? "no element twice" : expected);
                faulty = true;
            } else {
                all.add(value.get());
            }
        }
        return faulty ? null : all;
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

    private @Nullable AttributeValue violation(String path, Json json, String expected) {
        errors.add(path, json.shown(), expected);
        return null;
    }
}
