// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import io.autoscale.demand.MultipleScalersCalculation;
import io.autoscale.spec.ScaledJobBuilder;
import io.autoscale.strategy.ScalingStrategy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the {@code scalingStrategy} of a ScaledJob. */
final class StrategyReader {

    private static final String PERCENTAGE = "customScalingRunningJobPercentage";

    private final ManifestNode node;

    StrategyReader(ManifestNode node) {
        this.node = node;
    }

    void read(ScaledJobBuilder job) {
        int deduction = node.integer("customScalingQueueLengthDeduction").orElse(0);
        Optional<String> percentage = node.text(PERCENTAGE);
        boolean custom = node.text("strategy").filter("custom"::equals).isPresent();
        job.scalingStrategy(
                custom
                        ? custom(deduction, percentage.orElse(null), job)
                        : node.choice(
                                "strategy",
                                ScalingStrategy.defaultStrategy(),
                                ScalingStrategy::fromText,
                                "one of default, custom, accurate, eager"));
        job.pendingPodConditions(node.texts("pendingPodConditions"));
        job.multipleScalersCalculation(node.choice(
                "multipleScalersCalculation",
                MultipleScalersCalculation.MAX,
                MultipleScalersCalculation::fromText,
                "one of " + MultipleScalersCalculation.texts()));
        node.finish();
    }

    /** KEDA silently falls back to its default strategy. This method does the same and adds a warning. */
    private static ScalingStrategy custom(int deduction, @Nullable String percentage, ScaledJobBuilder job) {
        Optional<Double> number = percentage == null ? Optional.empty() : ManifestNode.number(percentage);
        if (number.filter(Double::isFinite).isPresent()) {
            return ScalingStrategy.custom(deduction, number.get());
        }
        job.warning("scalingStrategy." + PERCENTAGE
                + (percentage == null ? " is missing" : ": '" + percentage + "' is not a decimal such as 0.5")
                + ", so the custom strategy behaves as default");
        return ScalingStrategy.defaultStrategy();
    }
}
