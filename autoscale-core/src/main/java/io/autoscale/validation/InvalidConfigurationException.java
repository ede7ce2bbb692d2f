// SPDX-License-Identifier: Apache-2.0
package io.autoscale.validation;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used, with every error that was found in it. */
public final class InvalidConfigurationException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    /**
     * Makes the exception from the errors.
     *
     * @param subject what was being configured, such as {@code ScaledJob video-processor}
     * @param violations the errors, at least one
     */
    public InvalidConfigurationException(String subject, List<Violation> violations) {
        super(message(subject, violations));
        this.violations = List.copyOf(violations);
    }

    /**
     * All the errors, in the order in which they were found.
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
