// SPDX-License-Identifier: Apache-2.0
package io.autoscale.validation;

import java.util.regex.Pattern;

/** Sanitizes external text, such as a server response, for messages, logs and events. */
public final class ShownText {

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]");

    private ShownText() {}

    /**
     * Returns one line of limited length.
     *
     * @param text the text
     * @param longest the maximum number of characters; longer text ends in an ellipsis
     * @return the text with control characters replaced by {@code ?}
     */
    public static String of(String text, int longest) {
        return CONTROL.matcher(text.length() > longest ? text.substring(0, longest) + "…" : text)
                .replaceAll("?");
    }
}
