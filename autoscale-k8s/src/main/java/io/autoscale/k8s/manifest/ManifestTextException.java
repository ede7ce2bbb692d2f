// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import java.util.function.Supplier;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;

/** Thrown when a text cannot be parsed beyond a line. */
final class ManifestTextException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final String expected;

    ManifestTextException(int line, String expected) {
        super(expected, null, false, false);
        this.line = line;
        this.expected = expected;
    }

    /** Runs a parser step. The parser throws undocumented exceptions for unusual texts. */
    static <T> T reading(Supplier<T> step) {
        try {
            return step.get();
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new ManifestTextException(
                    line, "YAML or JSON: " + e.getProblem() + "; the rest of the file is skipped");
        } catch (ReaderException e) {
            throw new ManifestTextException(
                    1,
                    "YAML or JSON: no control character (U+" + String.format("%04X", e.getCodePoint())
                            + "); the file is skipped");
        } catch (ManifestTextException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new ManifestTextException(1, "YAML or JSON: " + e.getClass().getSimpleName());
        }
    }

    int line() {
        return line;
    }

    String expected() {
        return expected;
    }
}
