// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import io.autoscale.validation.ShownText;
import io.autoscale.validation.Violation;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What is wrong, or odd, in a manifest.
 *
 * @param file where the manifest came from, as the caller named it
 * @param line the line, from 1
 * @param violation the field, such as {@code spec.triggers[0].metadata.queueLength}, what stands there, and what was
 *     expected
 */
public record ManifestViolation(String file, int line, Violation violation) {

    private static final int LONGEST_FILE = 1_000;

    /** Such as {@code ${NAME}} or {@code {{ .Values.name }}}. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{|\\{\\{");

    public ManifestViolation {
        file = ShownText.of(Objects.requireNonNull(file, "file"), LONGEST_FILE);
        Objects.requireNonNull(violation, "violation");
    }

    /**
     * The field.
     *
     * @return its path; empty for the document as a whole
     */
    public String path() {
        return violation.path();
    }

    /**
     * What stands there.
     *
     * @return at most 200 characters of it; masked where it may be secret
     */
    public String text() {
        return violation.text();
    }

    /**
     * What was expected.
     *
     * @return the end of the sentence "expected …"
     */
    public String expected() {
        return violation.expected();
    }

    /** Returns one line that editors can jump to, such as {@code job.yaml:12: spec.x: 'y' is not valid, expected z}. */
    @Override
    public String toString() {
        return file + ":" + line + ": " + withoutPlace();
    }

    /**
     * The error without file and line, for an object that came from neither, such as {@code spec.x: 'y' is not valid, expected z}.
     */
    public String withoutPlace() {
        return violation
                + (PLACEHOLDER.matcher(text()).find() ? "; it is a placeholder that nobody has filled in" : "");
    }
}
