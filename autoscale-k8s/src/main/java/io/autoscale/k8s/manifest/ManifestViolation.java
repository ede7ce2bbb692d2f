// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import io.autoscale.validation.ShownText;
import io.autoscale.validation.Violation;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * An error or a warning in a manifest.
 *
 * @param file the source of the manifest, as named by the caller
 * @param line the line, from 1
 * @param violation the field, such as {@code spec.triggers[0].metadata.queueLength}, its value and the expected value
 */
public record ManifestViolation(String file, int line, Violation violation) {

    private static final int LONGEST_FILE = 1_000;

    /** Matches placeholders such as {@code ${NAME}} or {@code {{ .Values.name }}}. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{|\\{\\{");

    public ManifestViolation {
        file = ShownText.of(Objects.requireNonNull(file, "file"), LONGEST_FILE);
        Objects.requireNonNull(violation, "violation");
    }

    /**
     * The path of the field.
     *
     * @return the path; empty for the document as a whole
     */
    public String path() {
        return violation.path();
    }

    /**
     * The given value.
     *
     * @return at most 200 characters; masked if it may be secret
     */
    public String text() {
        return violation.text();
    }

    /**
     * The expected value.
     *
     * @return the end of the sentence "expected …"
     */
    public String expected() {
        return violation.expected();
    }

    /**
     * Returns one line that editors can navigate to, such as {@code job.yaml:12: spec.x: 'y' is not valid, expected z}.
     */
    @Override
    public String toString() {
        return file + ":" + line + ": " + withoutPlace();
    }

    /**
     * Returns the error without file and line, for objects that do not come from a file, such as
     * {@code spec.x: 'y' is not valid, expected z}.
     */
    public String withoutPlace() {
        return violation + (PLACEHOLDER.matcher(text()).find() ? "; it is a placeholder without a value" : "");
    }
}
