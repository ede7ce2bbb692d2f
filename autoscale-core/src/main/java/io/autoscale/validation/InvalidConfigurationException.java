// SPDX-License-Identifier: Apache-2.0
package io.autoscale.validation;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown when a configuration is invalid. Contains all errors found. */
public final class InvalidConfigurationException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    /**
     * Creates an exception from errors.
     *
     * @param subject the configured object, such as {@code ScaledJob video-processor}
     * @param violations the errors, at least one
     */
    public InvalidConfigurationException(String subject, List<Violation> violations) {
        super(message(subject, violations));
        this.violations = List.copyOf(violations);
    }

    /**
     * All errors, in the order in which they were found.
     *
     * @return an unmodifiable list with at least one element
     */
    public List<Violation> violations() {
        return violations;
    }

    private static String message(String subject, List<Violation> violations) {
        String head = ShownText.of(subject, 300) + " has " + violations.size()
                + (violations.size() == 1 ? " error" : " errors");
        return violations.stream().map(v -> "\n  - " + v).collect(Collectors.joining("", head + ":", ""));
    }
}
