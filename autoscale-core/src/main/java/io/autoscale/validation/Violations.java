// SPDX-License-Identifier: Apache-2.0
package io.autoscale.validation;

import java.util.ArrayList;
import java.util.List;

/** Collects the errors of one configuration, so that all are reported together. Not thread-safe. */
public final class Violations {

    private final List<Violation> found = new ArrayList<>();

    /** Creates an empty collection. */
    public Violations() {}

    /**
     * Adds an error.
     *
     * @param path the field
     * @param text the given value; its {@code toString} is stored, so never pass a secret
     * @param expected the expected value
     */
    public void add(String path, Object text, String expected) {
        found.add(new Violation(path, String.valueOf(text), expected));
    }

    /**
     * Adds an existing error.
     *
     * @param violation the error
     */
    public void add(Violation violation) {
        found.add(violation);
    }

    /**
     * Adds an error for a missing required field.
     *
     * @param path the field
     * @param expected the expected value
     */
    public void addMissing(String path, String expected) {
        found.add(Violation.missing(path, expected));
    }

    /**
     * Adds an error if a condition is false.
     *
     * @param holds the condition
     * @param path the field
     * @param text the given value
     * @param expected the expected value
     */
    public void check(boolean holds, String path, Object text, String expected) {
        if (!holds) {
            add(path, text, expected);
        }
    }

    /**
     * Returns whether there is no error.
     *
     * @return true if there is no error
     */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /**
     * Returns the errors so far.
     *
     * @return a copy, in the order in which they were added
     */
    public List<Violation> toList() {
        return List.copyOf(found);
    }

    /**
     * Throws if there is an error.
     *
     * @param subject the configured object, such as {@code ScaledJob video-processor}
     * @throws InvalidConfigurationException if at least one error was added
     */
    public void throwIfAny(String subject) {
        if (!found.isEmpty()) {
            throw new InvalidConfigurationException(subject, found);
        }
    }
}
