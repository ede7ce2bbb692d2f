// SPDX-License-Identifier: Apache-2.0
package io.autoscale.validation;

import java.util.Objects;

/**
 * One configuration error: the field, its value and the expected value.
 *
 * @param path the field as users write it, such as {@code triggers[0].metadata.queueLength}
 * @param text the given value; {@code <missing>} if there is none; never a secret; truncated to 200 characters
 * @param expected the expected value, as the end of the sentence "expected …"; may be empty
 * @param problem the kind of problem
 */
public record Violation(String path, String text, String expected, Problem problem) {

    /** The value of {@link #text()} if the field is absent. */
    public static final String MISSING = "<missing>";

    private static final int LONGEST = 200;

    /** The kind of problem. */
    public enum Problem {
        /** The value is required but absent. */
        MISSING("is missing"),
        /** The value is not valid. */
        INVALID("is not valid"),
        /** KEDA supports the value, but this library does not. */
        UNSUPPORTED("is not supported"),
        /** There is no error, but a note for the user: {@link Violation#expected()} contains it. */
        NOTE("");

        private final String words;

        Problem(String words) {
            this.words = words;
        }
    }

    public Violation {
        Objects.requireNonNull(problem, "problem");
        path = ShownText.of(Objects.requireNonNull(path, "path"), LONGEST);
        text = ShownText.of(Objects.requireNonNull(text, "text"), LONGEST);
        expected = ShownText.of(Objects.requireNonNull(expected, "expected"), Integer.MAX_VALUE);
    }

    /**
     * Creates an error for an invalid value.
     *
     * @param path the field
     * @param text the given value
     * @param expected the expected value
     */
    public Violation(String path, String text, String expected) {
        this(path, text, expected, Problem.INVALID);
    }

    /**
     * Creates an error for a missing required field.
     *
     * @param path the field
     * @param expected the expected value
     */
    public static Violation missing(String path, String expected) {
        return new Violation(path, MISSING, expected, Problem.MISSING);
    }

    /**
     * Creates an error for a value that KEDA supports and this library does not.
     *
     * @param path the field
     * @param text the given value
     * @param expected the supported values; may be empty
     */
    public static Violation unsupported(String path, String text, String expected) {
        return new Violation(path, text, expected, Problem.UNSUPPORTED);
    }

    /**
     * Creates a note about a value that is used anyway.
     *
     * @param path the field
     * @param sentence the note
     */
    public static Violation note(String path, String sentence) {
        return new Violation(path, "", sentence, Problem.NOTE);
    }

    /**
     * Returns this error with the path of an enclosing object added.
     *
     * @param prefix the path of the enclosing object, such as {@code triggers[0]}
     * @return a violation with the prefixed path
     */
    public Violation under(String prefix) {
        return at(prefix + "." + path);
    }

    /**
     * Returns this error with the path of a field that has another name elsewhere.
     *
     * @param otherPath the other path
     * @return a violation with that path
     */
    public Violation at(String otherPath) {
        return new Violation(otherPath, text, expected, problem);
    }

    /**
     * Returns one sentence such as {@code path: 'text' is not valid, expected …}. An error of a whole document has no
     * path.
     */
    @Override
    public String toString() {
        if (problem == Problem.NOTE || (path.isEmpty() && text.isEmpty())) {
            return problem == Problem.NOTE ? expected : "expected " + expected;
        }
        String subject = problem == Problem.MISSING ? path : path.isEmpty() ? quoted() : path + ": " + quoted();
        return (subject + " " + problem.words + (expected.isEmpty() ? "" : ", expected " + expected)).strip();
    }

    private String quoted() {
        return "'" + text + "'";
    }
}
