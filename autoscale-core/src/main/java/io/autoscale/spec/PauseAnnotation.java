// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import java.util.List;
import java.util.Map;

/** The rule of annotations that hold something: absent is no, a boolean text is that boolean, other text is yes. */
final class PauseAnnotation {

    private static final List<String> FALSE = List.of("0", "f", "F", "FALSE", "false", "False");

    private PauseAnnotation() {}

    static boolean isSet(Map<String, String> annotations, String annotation) {
        String text = annotations.get(annotation);
        return text != null && !FALSE.contains(text);
    }
}
