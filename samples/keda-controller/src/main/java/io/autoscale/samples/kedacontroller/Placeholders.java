// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.kedacontroller;

import io.autoscale.auth.AuthParameters;
import io.autoscale.auth.Authentication;
import io.autoscale.auth.IdentityOwner;
import io.autoscale.auth.PodIdentity;
import io.autoscale.aws.trigger.AwsRegion;
import io.autoscale.k8s.job.KubernetesJobTemplate;
import io.autoscale.k8s.manifest.DeclaredTrigger;
import io.autoscale.k8s.resource.ParameterSource;
import io.autoscale.k8s.resource.TriggerAuthentication;
import io.autoscale.trigger.EnvironmentLookup;
import io.autoscale.trigger.Trigger;
import io.fabric8.kubernetes.api.model.Container;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Placeholders for values that only a cluster has: secrets, roles of service accounts, and
 * variables from both.
 */
final class Placeholders {

    private static final String TEXT = "placeholder";
    private static final String REGION = "us-east-1";

    private Placeholders() {}

    /** Returns an authentication with a placeholder for each parameter. */
    static Authentication authentication(TriggerAuthentication written, Trigger trigger) {
        String role = role(trigger);
        Map<String, String> parameters = new TreeMap<>();
        for (ParameterSource source : written.parameters()) {
            if (source instanceof ParameterSource.ParameterFile) {
                // which parameters it has is not known here
                parameters.putAll(Map.of("awsRegion", REGION, "awsAccessKeyID", TEXT, "awsSecretAccessKey", TEXT));
                continue;
            }
            parameters.put(
                    source.parameter(),
                    switch (source.parameter()) {
                        case "awsRegion" -> REGION;
                        case "awsRoleArn" -> role;
                        default -> TEXT;
                    });
        }
        PodIdentity identity = written.podIdentity();
        if (identity.owner() == IdentityOwner.WORKLOAD) {
            identity = identity.assuming(role);
        }
        return new Authentication(AuthParameters.of(parameters), identity);
    }

    /** Returns an authentication for an unknown reference: one with an identity. */
    static Authentication anyAuthentication() {
        return new Authentication(AuthParameters.none(), PodIdentity.aws());
    }

    /** The variables of the container: literal ones, and a stand-in for each that comes from elsewhere. */
    static EnvironmentLookup environment(DeclaredTrigger declared) {
        Optional<KubernetesJobTemplate> template = declared.template();
        if (template.isEmpty()) {
            return name -> Optional.of(TEXT);
        }
        String containerName = declared.envSourceContainerName();
        EnvironmentLookup literal = template.get().environment(containerName);
        return name -> literal.get(name)
                .or(() -> template.get().jobSpec().getTemplate().getSpec().getContainers().stream()
                        .filter(container ->
                                containerName.isEmpty() || container.getName().equals(containerName))
                        .findFirst()
                        .filter(container -> mayHave(container, name))
                        .map(container -> TEXT));
    }

    private static boolean mayHave(Container container, String name) {
        return !container.getEnvFrom().isEmpty()
                || container.getEnv().stream()
                        .anyMatch(variable -> variable.getName().equals(name) && variable.getValueFrom() != null);
    }

    /** A role of the partition in which the trigger's region is. */
    private static String role(Trigger trigger) {
        String region = trigger.metadata().getOrDefault("awsRegion", REGION);
        String partition = new AwsRegion(AwsRegion.isValid(region) ? region : REGION).partition();
        return "arn:" + partition + ":iam::123456789012:role/" + TEXT;
    }
}
