// SPDX-License-Identifier: Apache-2.0
package io.autoscale.event;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Writes a flat JSON object. The core module has no JSON library. */
final class JsonObject {

    private final StringBuilder text = new StringBuilder("{");

    JsonObject text(String name, @Nullable Object value) {
        return raw(name, value == null ? "null" : quoted(value.toString()));
    }

    JsonObject number(String name, long value) {
        return raw(name, Long.toString(value));
    }

    JsonObject number(String name, double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return raw(name, whole ? Long.toString((long) value) : Double.toString(value));
    }

    JsonObject flag(String name, boolean value) {
        return raw(name, Boolean.toString(value));
    }

    JsonObject array(String name, Collection<String> pieces) {
        return raw(name, "[" + String.join(",", pieces) + "]");
    }

    JsonObject raw(String name, String json) {
        if (text.length() > 1) {
            text.append(',');
        }
        text.append(quoted(name)).append(':').append(json);
        return this;
    }

    static String quoted(String value) {
        StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < 0x20) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    @Override
    public String toString() {
        return text + "}";
    }
}
