// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import io.autoscale.validation.Violation;

/** A document and its file, so that errors found later can be reported with their line. */
record SourceDocument(String file, ManifestNode document) {

    ManifestViolation violation(Violation violation) {
        String path = violation.path();
        return new ManifestViolation(file, document.line(path), violation.at(document.at(path)));
    }

    /** Returns whether there is an error with this path prefix. */
    boolean hasFault(String path) {
        return document.hasFault(path);
    }

    /** Returns whether this error is a consequence of one that is already reported. */
    boolean explains(Violation violation) {
        return document.explains(violation.path());
    }
}
