// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import java.util.List;
import java.util.Map;

/**
 * Evaluates an annotation that pauses something: absent is false, a boolean text is its value, any other text is true.
 */
final class PauseAnnotation {

    private static final List<String> FALSE = List.of("0", "f", "F", "FALSE", "false", "False");

    private PauseAnnotation() {}

    static boolean isSet(Map<String, String> annotations, String annotation) {
        String text = annotations.get(annotation);
        return text != null && !FALSE.contains(text);
    }
}
