// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;

/**
 * Arithmetic of metric maths, {@code + - * /} and parentheses over the series of other queries and numbers. A point in
 * time that one series lacks has no result, nor has a division by zero.
 */
final class CloudWatchMath {

    private final String text;
    private final Map<String, NavigableMap<Instant, Double>> known;
    private int at;

    private CloudWatchMath(String text, Map<String, NavigableMap<Instant, Double>> known) {
        this.text = text;
        this.known = known;
    }

    /** The series the expression describes; an {@link IllegalArgumentException} says why there is none. */
    static NavigableMap<Instant, Double> evaluate(String text, Map<String, NavigableMap<Instant, Double>> known) {
        CloudWatchMath math = new CloudWatchMath(text, known);
        Operand result = math.sum();
        math.blanks();
        if (math.at < text.length() || result.series == null) {
            throw new IllegalArgumentException("Invalid syntax");
        }
        return result.series;
    }

    private Operand sum() {
        Operand left = product();
        while (true) {
            if (taken('+')) {
                left = left.with(product(), (a, b) -> a + b);
            } else if (taken('-')) {
                left = left.with(product(), (a, b) -> a - b);
            } else {
                return left;
            }
        }
    }

    private Operand product() {
        Operand left = atom();
        while (true) {
            if (taken('*')) {
                left = left.with(atom(), (a, b) -> a * b);
            } else if (taken('/')) {
                left = left.with(atom(), (a, b) -> a / b);
            } else {
                return left;
            }
        }
    }

    private Operand atom() {
        if (taken('-')) {
            return new Operand(null, -1).with(atom(), (a, b) -> a * b);
        }
        if (taken('(')) {
            Operand inner = sum();
            if (!taken(')')) {
                throw new IllegalArgumentException("Invalid syntax");
            }
            return inner;
        }
        int from = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "._".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        String word = text.substring(from, at);
        if (word.matches("\\d+(\\.\\d+)?")) {
            return new Operand(null, Double.parseDouble(word));
        }
        NavigableMap<Instant, Double> series = known.get(word);
        if (series == null) {
            throw new IllegalArgumentException(word.isEmpty() ? "Invalid syntax" : "Invalid identifier " + word);
        }
        return new Operand(series, 0);
    }

    private boolean taken(char wanted) {
        blanks();
        boolean there = at < text.length() && text.charAt(at) == wanted;
        if (there) {
            at++;
            blanks();
        }
        return there;
    }

    private void blanks() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    /** A series, or a number when there is none. */
    private record Operand(NavigableMap<Instant, Double> series, double number) {

        Operand with(Operand right, DoubleBinaryOperator operator) {
            if (series == null && right.series == null) {
                return new Operand(null, operator.applyAsDouble(number, right.number));
            }
            NavigableMap<Instant, Double> result = new TreeMap<>();
            for (Instant time : (series == null ? right.series : series).keySet()) {
                if (has(time) && right.has(time)) {
                    double value = operator.applyAsDouble(at(time), right.at(time));
                    if (Double.isFinite(value)) {
                        result.put(time, value);
                    }
                }
            }
            return new Operand(result, 0);
        }

        private boolean has(Instant time) {
            return series == null || series.containsKey(time);
        }

        private double at(Instant time) {
            return series == null ? number : series.get(time);
        }
    }
}
