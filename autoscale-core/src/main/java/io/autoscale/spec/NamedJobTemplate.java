// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import java.util.Objects;

/** A template that is nothing but a name. */
record NamedJobTemplate(String fingerprint) implements JobTemplate {

    NamedJobTemplate {
        Objects.requireNonNull(fingerprint, "name");
    }
}
