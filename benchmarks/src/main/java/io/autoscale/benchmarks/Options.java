// SPDX-License-Identifier: Apache-2.0
package io.autoscale.benchmarks;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The options of a program: names and values in turn. */
record Options(Map<String, String> values) {

    static Options of(String[] arguments, Map<String, String> defaults) {
        Map<String, String> values = new HashMap<>(defaults);
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length || values.replace(arguments[i], arguments[i + 1]) == null) {
                throw new IllegalArgumentException(
                        "'" + arguments[i] + "' is not valid, expected a value after one of " + values.keySet());
            }
        }
        return new Options(values);
    }

    String text(String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    int number(String name) {
        return Integer.parseInt(text(name));
    }
}
