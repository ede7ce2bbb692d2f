// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import io.autoscale.validation.Spelling;
import io.autoscale.validation.Violation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects the errors and warnings of one document. */
final class Findings {

    private final String file;
    private final List<ManifestViolation> errors = new ArrayList<>();
    private final List<ManifestViolation> warnings = new ArrayList<>();
    /** Fields that exist under a misspelled name. They are not also reported as missing. */
    private final Set<String> misspelled = new HashSet<>();

    Findings(String file) {
        this.file = file;
    }

    void violation(int line, String path, String text, String expected) {
        violation(line, new Violation(path, text, expected));
    }

    void violation(int line, Violation violation) {
        errors.add(new ManifestViolation(file, line, violation));
    }

    void warning(int line, Violation violation) {
        warnings.add(new ManifestViolation(file, line, violation));
    }

    /** Reports a field that is not read, because users expect it to have an effect. */
    void unknownField(int line, String path, String name, Collection<String> known) {
        Optional<String> near = Spelling.nearest(name, known);
        near.ifPresent(field -> {
            String meant = path.substring(0, path.length() - name.length()) + field;
            misspelled.add(meant);
            errors.removeIf(error -> error.violation().problem() == Violation.Problem.MISSING
                    && error.path().equals(meant));
        });
        violation(line, path, name, near.map(meant -> "the field " + meant).orElse("no field of this name"));
    }

    /** Returns whether an error of this field, or of a field inside it, is already reported. */
    boolean knows(String path) {
        return misspelled.contains(path)
                || errors.stream()
                        .map(ManifestViolation::path)
                        .anyMatch(known ->
                                known.equals(path) || known.startsWith(path + ".") || known.startsWith(path + "["));
    }

    /**
     * Returns whether an error of this field or a parent is already reported. Errors in the field are then
     * consequences.
     */
    boolean explains(String path) {
        return errors.stream()
                .map(ManifestViolation::path)
                .anyMatch(known -> path.equals(known) || path.startsWith(known + ".") || path.startsWith(known + "["));
    }

    String file() {
        return file;
    }

    List<ManifestViolation> errors() {
        return errors;
    }

    List<ManifestViolation> warnings() {
        return warnings;
    }
}
