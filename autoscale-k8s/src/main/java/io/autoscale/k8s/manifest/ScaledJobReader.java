// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import io.autoscale.k8s.job.KubernetesJobTemplate;
import io.autoscale.k8s.manifest.DeclaredTrigger.EnvironmentSource;
import io.autoscale.spec.ScaledJob;
import io.autoscale.spec.ScaledJobBuilder;
import io.autoscale.trigger.Trigger;
import io.autoscale.workload.WorkloadRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Converts a {@code ScaledJob} document to a value. */
final class ScaledJobReader {

    private final ManifestNode document;
    private final Findings findings;
    private final Consumer<DeclaredTrigger> triggers;

    ScaledJobReader(ManifestNode document, Findings findings, Consumer<DeclaredTrigger> triggers) {
        this.document = document;
        this.findings = findings;
        this.triggers = triggers;
    }

    /** Returns the scaled job; empty if there is no spec or if the builder reports errors. */
    Optional<ScaledJob> read(ManifestMetadata metadata) {
        Optional<ManifestNode> spec = document.spec("the fields of a ScaledJob");
        if (spec.isEmpty()) {
            return Optional.empty();
        }
        ScaledJobBuilder job = ScaledJob.builder(metadata.name())
                // manifests use the numbers of KEDA
                .claimTimeout(Duration.ZERO)
                .namespace(metadata.namespace())
                .labels(metadata.labels())
                .annotations(metadata.annotations());
        metadata.generation().ifPresent(job::generation);
        readSpec(spec.get(), job, WorkloadRef.scaledJob(metadata.namespace(), metadata.name()));
        spec.get().finish();
        Optional<ScaledJob> built = new BuilderViolations(document, findings).of(job::build);
        built.ifPresent(made -> made.warnings()
                .forEach(warning -> document.note("spec." + warning.split("[ :]", 2)[0], "spec." + warning)));
        return built;
    }

    private void readSpec(ManifestNode spec, ScaledJobBuilder job, WorkloadRef ref) {
        Optional<KubernetesJobTemplate> template = new JobTemplateReader(spec, findings).read();
        template.ifPresent(job::jobTemplate);
        spec.integer("pollingInterval").ifPresent(seconds -> job.pollingInterval(Duration.ofSeconds(seconds)));
        spec.integer("successfulJobsHistoryLimit").ifPresent(job::successfulJobsHistoryLimit);
        spec.integer("failedJobsHistoryLimit").ifPresent(job::failedJobsHistoryLimit);
        spec.integer("minReplicaCount").ifPresent(job::minReplicaCount);
        spec.integer("maxReplicaCount").ifPresent(job::maxReplicaCount);
        spec.integer("minTotalJobCount").ifPresent(job::minTotalJobCount);
        spec.integer("warmJobCount").ifPresent(job::warmJobCount);
        job.rollout(RolloutReader.read(spec));
        spec.object("scalingStrategy").ifPresent(strategy -> new StrategyReader(strategy).read(job));
        EnvironmentSource environment = new EnvironmentSource(
                template.orElse(null), spec.text("envSourceContainerName").orElse(""));
        job.envSourceContainerName(environment.container());
        if (!environment.container().isEmpty()
                && template.isPresent()
                && template.get().jobSpec().getTemplate().getSpec().getContainers().stream()
                        .noneMatch(container -> environment.container().equals(container.getName()))) {
            spec.violation(
                    "envSourceContainerName", environment.container(), "the name of a container of the template");
        }
        SourceDocument source = new SourceDocument(findings.file(), document);
        List<Trigger> read = TriggerReader.read(spec);
        for (int i = 0; i < read.size(); i++) {
            job.trigger(read.get(i));
            triggers.accept(new DeclaredTrigger(ref, i, read.get(i), environment, source));
        }
    }
}
