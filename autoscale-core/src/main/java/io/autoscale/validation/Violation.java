// SPDX-License-Identifier: Apache-2.0
package io.autoscale.validation;

import java.util.Objects;

/**
 * One fault in a configuration: where it is, what stands there, and what was expected.
 *
 * @param path the field, as a user would write it, such as {@code triggers[0].metadata.queueLength}
 * @param text what was given, shown as is; {@code <missing>} where nothing was; never a secret
 * @param expected what would have been right, as the end of the sentence "expected …"
 */
public record Violation(String path, String text, String expected) {

    /** What {@link #text()} says of a value that is absent. */
    public static final String MISSING = "<missing>";

    /**
     * Checks that all three parts are there.
     *
     * @param path as above
     * @param text as above
     * @param expected as above
     */
    public Violation {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(expected, "expected");
    }

    /**
     * The fault of a required field that was not given.
     *
     * @param path the field
     * @param expected what would have been right
     * @return the violation
     */
    public static Violation missing(String path, String expected) {
        return new Violation(path, MISSING, expected);
    }

    /**
     * The same fault, seen from an enclosing object.
     *
     * @param prefix the path of the enclosing object, such as {@code triggers[0]}
     * @return a violation with the longer path
     */
    public Violation under(String prefix) {
        return new Violation(prefix + "." + path, text, expected);
    }

    /** Returns {@code path: 'text' is not valid, expected …}, or {@code path is missing, expected …}. */
    @Override
    public String toString() {
        return text.equals(MISSING)
                ? path + " is missing, expected " + expected
                : path + ": '" + text + "' is not valid, expected " + expected;
    }
}
