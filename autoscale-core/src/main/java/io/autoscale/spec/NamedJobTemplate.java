// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import java.util.Objects;

/** A template that consists of a name only. */
record NamedJobTemplate(String fingerprint) implements JobTemplate {

    NamedJobTemplate {
        Objects.requireNonNull(fingerprint, "name");
    }
}
