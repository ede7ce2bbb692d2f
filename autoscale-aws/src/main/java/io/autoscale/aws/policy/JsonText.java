// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.policy;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;

/** Writes maps, collections and texts as JSON with an indent of two, the same at each call. */
final class JsonText {

    private static final int FIRST_PRINTABLE = 0x20;

    private final StringBuilder text = new StringBuilder();

    private JsonText() {}

    static String of(Map<String, ?> object) {
        JsonText json = new JsonText();
        json.write(object, "\n");
        return json.text.toString();
    }

    private void write(Object value, String newLine) {
        if (value instanceof Map<?, ?> object) {
            writeAll(object.entrySet(), '{', '}', newLine);
        } else if (value instanceof Collection<?> array) {
            writeAll(array, '[', ']', newLine);
        } else if (value instanceof Map.Entry<?, ?> member) {
            quote(String.valueOf(member.getKey()));
            text.append(": ");
            write(member.getValue(), newLine);
        } else {
            quote(String.valueOf(value));
        }
    }

    private void writeAll(Collection<?> parts, char open, char close, String newLine) {
        text.append(open);
        Iterator<?> rest = parts.iterator();
        while (rest.hasNext()) {
            text.append(newLine).append("  ");
            write(rest.next(), newLine + "  ");
            text.append(rest.hasNext() ? "," : newLine);
        }
        text.append(close);
    }

    private void quote(String plain) {
        text.append('"');
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < FIRST_PRINTABLE) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
