// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import io.autoscale.validation.InvalidConfigurationException;
import io.autoscale.validation.Violation;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reports the errors of a builder with the fields of the manifest, unless an error of the same field is already
 * reported.
 */
final class BuilderViolations {

    private static final Set<String> OF_METADATA = Set.of("name", "namespace", "labels", "annotations", "generation");

    private final ManifestNode document;
    private final Findings findings;

    BuilderViolations(ManifestNode document, Findings findings) {
        this.document = document;
        this.findings = findings;
    }

    /** Returns the result of the builder; empty if it reports errors, which are recorded. */
    <T> Optional<T> of(Supplier<T> build) {
        try {
            return Optional.of(build.get());
        } catch (InvalidConfigurationException e) {
            for (Violation violation : e.violations()) {
                String first = violation.path().split("\\.", 2)[0];
                String path = (OF_METADATA.contains(first) ? "metadata." : "spec.") + violation.path();
                if (!findings.knows(document.at(path))) {
                    // a builder shows the converted value, such as PT0S for 0
                    String text = document.written(path).orElse(violation.text());
                    findings.violation(
                            document.line(path),
                            new Violation(document.at(path), text, violation.expected(), violation.problem()));
                }
            }
            return Optional.empty();
        }
    }
}
