// SPDX-License-Identifier: Apache-2.0
package io.autoscale.validation;

import java.util.regex.Pattern;

/** Text from outside, such as an answer of a server, made fit to be shown in a message, a log or an event. */
public final class ShownText {

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]");

    private ShownText() {}

    /**
     * One line of a bounded length.
     *
     * @param text the text
     * @param longest how many characters are shown at most; more end in an ellipsis
     * @return the text with {@code ?} in place of control characters
     */
    public static String of(String text, int longest) {
        return CONTROL.matcher(text.length() > longest ? text.substring(0, longest) + "…" : text)
                .replaceAll("?");
    }
}
