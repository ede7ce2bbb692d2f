// SPDX-License-Identifier: Apache-2.0
package io.autoscale.validation;

import java.util.ArrayList;
import java.util.List;

/** Gathers the errors of one configuration, so that all are reported at once. Not safe for several threads. */
public final class Violations {

    private final List<Violation> found = new ArrayList<>();

    /** Starts with no error. */
    public Violations() {}

    /**
     * Notes an error.
     *
     * @param path the field
     * @param text what was given; its {@code toString} is kept, so never pass a secret
     * @param expected what would have been right
     */
    public void add(String path, Object text, String expected) {
        found.add(new Violation(path, String.valueOf(text), expected));
    }

    /**
     * Notes an error that was made elsewhere.
     *
     * @param violation the error
     */
    public void add(Violation violation) {
        found.add(violation);
    }

    /**
     * Notes that a required field is absent.
     *
     * @param path the field
     * @param expected what would have been right
     */
    public void addMissing(String path, String expected) {
        found.add(Violation.missing(path, expected));
    }

    /**
     * Notes an error unless a condition holds.
     *
     * @param holds the condition
     * @param path the field
     * @param text what was given
     * @param expected what would have been right
     */
    public void check(boolean holds, String path, Object text, String expected) {
        if (!holds) {
            add(path, text, expected);
        }
    }

    /**
     * Says whether nothing was found.
     *
     * @return true as long as there is no error
     */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /**
     * The errors so far.
     *
     * @return a copy, in the order found
     */
    public List<Violation> toList() {
        return List.copyOf(found);
    }

    /**
     * Ends the check.
     *
     * @param subject what was being configured, such as {@code ScaledJob video-processor}
     * @throws InvalidConfigurationException when at least one error was noted
     */
    public void throwIfAny(String subject) {
        if (!found.isEmpty()) {
            throw new InvalidConfigurationException(subject, found);
        }
    }
}
