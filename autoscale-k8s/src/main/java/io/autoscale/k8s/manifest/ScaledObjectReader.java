// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import io.autoscale.spec.Fallback;
import io.autoscale.spec.ScaleTarget;
import io.autoscale.spec.ScaledObject;
import io.autoscale.spec.ScaledObjectBuilder;
import io.autoscale.spec.ScalingModifiers;
import io.autoscale.trigger.Trigger;
import io.autoscale.workload.WorkloadRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Converts a {@code ScaledObject} document to a value. */
final class ScaledObjectReader {

    private static final String DECIMAL = "a decimal in quotes such as '2.5'";

    private final ManifestNode document;
    private final Findings findings;
    private final Consumer<DeclaredTrigger> triggers;

    ScaledObjectReader(ManifestNode document, Findings findings, Consumer<DeclaredTrigger> triggers) {
        this.document = document;
        this.findings = findings;
        this.triggers = triggers;
    }

    /** Returns the scaled object; empty if there is no spec or if the builder reports errors. */
    Optional<ScaledObject> read(ManifestMetadata metadata) {
        Optional<ManifestNode> spec = document.spec("the fields of a ScaledObject");
        if (spec.isEmpty()) {
            return Optional.empty();
        }
        ScaledObjectBuilder object = ScaledObject.builder(metadata.name())
                .namespace(metadata.namespace())
                .labels(metadata.labels())
                .annotations(metadata.annotations());
        metadata.generation().ifPresent(object::generation);
        Optional<ScaleTarget> target = spec.get().object("scaleTargetRef").map(ScaledObjectReader::target);
        target.ifPresent(object::scaleTargetRef);
        readSpec(spec.get(), object);
        String container = target.map(ScaleTarget::envSourceContainerName).orElse("");
        readTriggers(spec.get(), object, container, WorkloadRef.scaledObject(metadata.namespace(), metadata.name()));
        spec.get().finish();
        return new BuilderViolations(document, findings).of(object::build);
    }

    private static void readSpec(ManifestNode spec, ScaledObjectBuilder object) {
        spec.integer("pollingInterval").ifPresent(seconds -> object.pollingInterval(Duration.ofSeconds(seconds)));
        spec.integer("cooldownPeriod").ifPresent(seconds -> object.cooldownPeriod(Duration.ofSeconds(seconds)));
        spec.integer("initialCooldownPeriod")
                .ifPresent(seconds -> object.initialCooldownPeriod(Duration.ofSeconds(seconds)));
        spec.integer("idleReplicaCount").ifPresent(object::idleReplicaCount);
        spec.integer("minReplicaCount").ifPresent(object::minReplicaCount);
        spec.integer("maxReplicaCount").ifPresent(object::maxReplicaCount);
        spec.object("fallback").ifPresent(fallback -> object.fallback(fallback(fallback)));
        spec.object("advanced").ifPresent(advanced -> {
            advanced.flag("restoreToOriginalReplicaCount").ifPresent(object::restoreToOriginalReplicaCount);
            advanced.object("horizontalPodAutoscalerConfig").ifPresent(config -> {
                config.text("name").ifPresent(object::horizontalPodAutoscalerName);
                config.object("behavior").ifPresent(behavior -> object.behavior(ScalingBehaviorReader.read(behavior)));
                config.finish();
            });
            // the API server sets an empty object by default
            advanced.object("scalingModifiers")
                    .filter(modifiers -> !modifiers.isEmpty())
                    .ifPresent(modifiers -> object.scalingModifiers(modifiers(modifiers)));
            advanced.finish();
        });
    }

    private void readTriggers(ManifestNode spec, ScaledObjectBuilder object, String container, WorkloadRef ref) {
        List<Trigger> read = TriggerReader.read(spec);
        for (int i = 0; i < read.size(); i++) {
            object.trigger(read.get(i));
            triggers.accept(new DeclaredTrigger(
                    ref,
                    i,
                    read.get(i),
                    new DeclaredTrigger.EnvironmentSource(null, container),
                    new SourceDocument(findings.file(), document)));
        }
    }

    private static ScaleTarget target(ManifestNode node) {
        ScaleTarget target = new ScaleTarget(
                node.text("apiVersion").filter(text -> !text.isEmpty()).orElse(ScaleTarget.DEFAULT_API_VERSION),
                node.text("kind").filter(text -> !text.isEmpty()).orElse(ScaleTarget.DEFAULT_KIND),
                node.requiredText("name", "the name of what is scaled"),
                node.text("envSourceContainerName").orElse(""));
        node.finish();
        return target;
    }

    private static Fallback fallback(ManifestNode node) {
        Fallback fallback = new Fallback(
                node.requiredInteger("failureThreshold", "a whole number >= 0"),
                node.requiredInteger("replicas", "a whole number >= 0"),
                node.choice(
                        "behavior",
                        Fallback.Behavior.STATIC,
                        Fallback.Behavior::fromText,
                        "static, currentReplicas, currentReplicasIfHigher, currentReplicasIfLower or scalingModifiers"));
        node.finish();
        return fallback;
    }

    private static ScalingModifiers modifiers(ManifestNode node) {
        ScalingModifiers modifiers = new ScalingModifiers(
                node.requiredText("formula", "an expression over the names of triggers"),
                node.has("target") ? node.decimal("target", DECIMAL).orElse(1.0) : missingTarget(node),
                node.decimal("activationTarget", DECIMAL).orElse(0.0),
                node.choice(
                        "metricType",
                        ScalingModifiers.MetricType.AVERAGE_VALUE,
                        text -> switch (text) {
                            case "AverageValue" -> Optional.of(ScalingModifiers.MetricType.AVERAGE_VALUE);
                            case "Value" -> Optional.of(ScalingModifiers.MetricType.VALUE);
                            default -> Optional.empty();
                        },
                        "AverageValue or Value"));
        node.finish();
        return modifiers;
    }

    private static double missingTarget(ManifestNode node) {
        node.missing("target", DECIMAL);
        return 1;
    }
}
