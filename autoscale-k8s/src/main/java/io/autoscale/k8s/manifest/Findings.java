// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import io.autoscale.validation.Spelling;
import io.autoscale.validation.Violation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Gathers what is found in one document. */
final class Findings {

    private final String file;
    private final List<ManifestFault> faults = new ArrayList<>();
    private final List<ManifestFault> warnings = new ArrayList<>();

    Findings(String file) {
        this.file = file;
    }

    void fault(int line, String path, String text, String expected) {
        fault(line, new Violation(path, text, expected));
    }

    void fault(int line, Violation violation) {
        faults.add(new ManifestFault(file, line, violation));
    }

    void warning(int line, String path, String text, String expected) {
        warnings.add(new ManifestFault(file, line, new Violation(path, text, expected)));
    }

    /** A field that nobody reads: whoever wrote it expects it to do something. */
    void unknownField(int line, String path, String name, Collection<String> known) {
        fault(
                line,
                path,
                name,
                Spelling.nearest(name, known).map(near -> "the field " + near).orElse("no field of this name"));
    }

    /** Whether a fault of this field, or of one around it or in it, is known. */
    boolean knows(String path) {
        return faults.stream()
                .map(ManifestFault::path)
                .anyMatch(known -> known.equals(path) || known.startsWith(path + ".") || known.startsWith(path + "["));
    }

    /** Whether a fault of this field, or of one around it, is known: what is found in it then follows from that. */
    boolean explains(String path) {
        return faults.stream()
                .map(ManifestFault::path)
                .anyMatch(known -> path.equals(known) || path.startsWith(known + ".") || path.startsWith(known + "["));
    }

    String file() {
        return file;
    }

    List<ManifestFault> faults() {
        return faults;
    }

    List<ManifestFault> warnings() {
        return warnings;
    }
}
