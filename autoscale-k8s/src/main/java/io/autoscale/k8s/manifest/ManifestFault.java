// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What is wrong, or odd, in a manifest.
 *
 * @param file where the manifest came from, as the caller named it
 * @param line the line, from 1
 * @param path the field, such as {@code spec.triggers[0].metadata.queueLength}; empty for the document as a whole
 * @param text what stands there: at most 200 characters of it, with '?' for control characters; masked where it may be
 *     secret
 * @param expected what was expected
 */
public record ManifestFault(String file, int line, String path, String text, String expected) {

    private static final int LONGEST = 200;
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]");

    /** Such as {@code ${NAME}} or {@code {{ .Values.name }}}. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{|\\{\\{");

    /**
     * Checks the parts.
     *
     * @param file as above
     * @param line as above
     * @param path as above
     * @param text as above
     * @param expected as above
     */
    public ManifestFault {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(expected, "expected");
        path = shown(path);
        text = shown(text);
        expected = CONTROL.matcher(expected).replaceAll("?");
    }

    private static String shown(String text) {
        return CONTROL.matcher(text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text)
                .replaceAll("?");
    }

    /** Returns one line that editors can jump to, such as {@code job.yaml:12: spec.x: 'y' is not valid, expected z}. */
    @Override
    public String toString() {
        return file + ":" + line + ": " + withoutPlace();
    }

    /**
     * The fault without file and line, for an object that came from neither.
     *
     * @return such as {@code spec.x: 'y' is not valid, expected z}
     */
    public String withoutPlace() {
        return (path.isEmpty() ? "" : path + ": ") + (text.isEmpty() ? "" : "'" + text + "' is not valid, ")
                + "expected " + expected
                + (PLACEHOLDER.matcher(text).find() ? "; it is a placeholder that nobody has filled in" : "");
    }
}
