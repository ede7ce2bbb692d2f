// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import io.autoscale.validation.Violation;

/** A document and the file that it is in, so that errors that are found later have their line. */
record SourceDocument(String file, ManifestNode document) {

    ManifestViolation violation(Violation violation) {
        String path = violation.path();
        return new ManifestViolation(file, document.line(path), violation.at(document.at(path)));
    }

    /** Whether there is an error whose path begins like this. */
    boolean hasFault(String path) {
        return document.hasFault(path);
    }

    /** Whether this error only follows from one that is already reported. */
    boolean explains(Violation violation) {
        return document.explains(violation.path());
    }
}
