// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spring;

import io.autoscale.validation.InvalidConfigurationException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Shows an invalid configuration without the stack trace of the start. */
final class ScalingFailureAnalyzer implements FailureAnalyzer {

    // Spring creates it
    ScalingFailureAnalyzer() {}

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidConfigurationException || cause instanceof ScalingConfigurationException) {
                return new FailureAnalysis(
                        Objects.requireNonNullElse(cause.getMessage(), ""),
                        "Correct the properties that start with autoscale, the manifests, or the beans of type ScaledJob.",
                        cause);
            }
        }
        return null;
    }
}
