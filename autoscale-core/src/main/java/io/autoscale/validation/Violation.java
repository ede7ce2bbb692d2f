// SPDX-License-Identifier: Apache-2.0
package io.autoscale.validation;

import java.util.Objects;

/**
 * One error in a configuration: where it is, what stands there, and what was expected.
 *
 * @param path the field, as a user would write it, such as {@code triggers[0].metadata.queueLength}
 * @param text what was given; {@code <missing>} where nothing was; never a secret; 200 characters of it are kept
 * @param expected what would have been right, as the end of the sentence "expected …"; may be empty
 * @param problem what is wrong with it
 */
public record Violation(String path, String text, String expected, Problem problem) {

    /** What {@link #text()} says of a value that is absent. */
    public static final String MISSING = "<missing>";

    private static final int LONGEST = 200;

    /** What is wrong with a value. */
    public enum Problem {
        /** It is required, and not there. */
        MISSING("is missing"),
        /** It is not what was expected. */
        INVALID("is not valid"),
        /** KEDA knows it, and this library does not. */
        UNSUPPORTED("is not supported"),
        /** Nothing is wrong, but something is to be said: {@link Violation#expected()} has it. */
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
     * A value that is not valid.
     *
     * @param path the field
     * @param text what was given
     * @param expected what would have been right
     */
    public Violation(String path, String text, String expected) {
        this(path, text, expected, Problem.INVALID);
    }

    /**
     * The error of a required field that was not given.
     *
     * @param path the field
     * @param expected what would have been right
     */
    public static Violation missing(String path, String expected) {
        return new Violation(path, MISSING, expected, Problem.MISSING);
    }

    /**
     * The error of a value that KEDA knows and this library does not.
     *
     * @param path the field
     * @param text what was given
     * @param expected what is supported in its place; may be empty
     */
    public static Violation unsupported(String path, String text, String expected) {
        return new Violation(path, text, expected, Problem.UNSUPPORTED);
    }

    /**
     * Something to know about a value that is used all the same.
     *
     * @param path the field
     * @param sentence what there is to say
     */
    public static Violation note(String path, String sentence) {
        return new Violation(path, "", sentence, Problem.NOTE);
    }

    /**
     * The same error, seen from an enclosing object.
     *
     * @param prefix the path of the enclosing object, such as {@code triggers[0]}
     * @return a violation with the longer path
     */
    public Violation under(String prefix) {
        return at(prefix + "." + path);
    }

    /**
     * The same error, of a field that has another name elsewhere.
     *
     * @param otherPath the field there
     * @return a violation with that path
     */
    public Violation at(String otherPath) {
        return new Violation(otherPath, text, expected, problem);
    }

    /** Returns one sentence such as {@code path: 'text' is not valid, expected …}; no path for a whole document. */
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
