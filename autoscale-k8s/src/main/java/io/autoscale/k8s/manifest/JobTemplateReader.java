// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import io.autoscale.k8s.job.KubernetesJobTemplate;
import io.autoscale.validation.InvalidConfigurationException;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Converts {@code jobTargetRef} to a template. fabric8 parses the {@code batch/v1} JobSpec. */
final class JobTemplateReader {

    private static final String FIELD = "jobTargetRef";
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private final ManifestNode spec;
    private final Findings findings;

    JobTemplateReader(ManifestNode spec, Findings findings) {
        this.spec = spec;
        this.findings = findings;
    }

    Optional<KubernetesJobTemplate> read() {
        Optional<Node> node = spec.raw(FIELD);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        int before = findings.errors().size();
        new ModelCheck(findings).check(node.get(), JobSpec.class, spec.at(FIELD));
        checkRestartPolicy(node.get());
        if (findings.errors().size() > before) {
            return Optional.empty();
        }
        try {
            Object plain = new StandardConstructor(LoadSettings.builder().build()).constructSingleDocument(node);
            return Optional.of(KubernetesJobTemplate.of(SERIALIZATION.convertValue(plain, JobSpec.class)));
        } catch (InvalidConfigurationException e) {
            e.violations().forEach(violation -> {
                String path = violation.path().substring(violation.path().indexOf('.') + 1);
                findings.violation(
                        spec.line(violation.path()),
                        spec.at(FIELD) + "." + path,
                        violation.text(),
                        violation.expected());
            });
        } catch (YamlEngineException | IllegalArgumentException e) {
            // only the first line, which names the field; the rest quotes values, which may be secret
            String reason = String.valueOf(e.getMessage())
                    .lines()
                    .findFirst()
                    .orElse("")
                    .replaceAll("\"[^\"]*\"", "…");
            findings.violation(spec.line(FIELD), spec.at(FIELD), "", "a batch/v1 JobSpec (" + reason + ")");
        }
        return Optional.empty();
    }

    /** The pods of a job must not have the restart policy Always. */
    private void checkRestartPolicy(Node template) {
        String path = "template.spec.restartPolicy";
        if (Nodes.nearest(template, path) instanceof ScalarNode policy
                && !Nodes.isNull(policy)
                && !Set.of("", "Never", "OnFailure").contains(policy.getValue())) {
            findings.violation(
                    Nodes.lineOf(policy), spec.at(FIELD) + "." + path, policy.getValue(), "Never or OnFailure");
        }
    }
}
