// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import io.autoscale.validation.Violation;

/** A document and the file that it is in, so that errors that are found later have their line. */
record SourceDocument(String file, ManifestNode document) {

    ManifestFault fault(Violation violation) {
        String path = violation.path();
        return new ManifestFault(file, document.line(path), violation.at(document.at(path)));
    }

    /** Whether there is a fault whose path begins like this. */
    boolean hasFault(String path) {
        return document.hasFault(path);
    }

    /** Whether this fault only follows from one that is already reported. */
    boolean explains(Violation violation) {
        return document.explains(violation.path());
    }
}
