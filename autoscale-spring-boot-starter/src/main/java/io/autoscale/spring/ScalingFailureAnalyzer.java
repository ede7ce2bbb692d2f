// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spring;

import io.autoscale.validation.InvalidConfigurationException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.env.Environment;

/** Shows an invalid configuration without the stack trace of the start. */
final class ScalingFailureAnalyzer implements FailureAnalyzer {

    private final Environment environment;

    // Spring creates it
    ScalingFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidConfigurationException || cause instanceof ScalingConfigurationException) {
                return new FailureAnalysis(
                        Objects.requireNonNullElse(cause.getMessage(), ""), "Correct " + culprits(cause) + ".", cause);
            }
        }
        return null;
    }

    /** The properties that set the invalid fields; all that can be wrong if no property sets them. */
    private String culprits(Throwable cause) {
        List<String> properties = cause instanceof InvalidConfigurationException invalid
                ? invalid.violations().stream()
                        .map(violation -> DataObjectPropertyName.toDashedForm(violation.path()))
                        .flatMap(name -> Stream.of("autoscale.", "autoscale.aws.", "autoscale.controller.")
                                .map(prefix -> prefix + name))
                        .filter(environment::containsProperty)
                        .toList()
                : List.of();
        return properties.isEmpty()
                ? "the properties that start with autoscale, the manifests, or the beans of type ScaledJob"
                : String.join(", ", properties);
    }
}
