// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.controller;

import io.autoscale.k8s.manifest.KedaManifests;
import io.autoscale.k8s.manifest.ManifestViolation;
import io.autoscale.spec.ScaledJob;
import io.autoscale.validation.InvalidConfigurationException;
import io.autoscale.validation.Violation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;

/** Converts a ScaledJob of the cluster to the value that the engine uses. */
final class ScaledJobReading {

    private final KubernetesSerialization serialization;

    ScaledJobReading(KubernetesSerialization serialization) {
        this.serialization = serialization;
    }

    /**
     * Reads a ScaledJob. A field that is not read is an error: it is part of the API server's schema, so users expect
     * it to have an effect.
     *
     * @throws InvalidConfigurationException with all errors
     */
    ScaledJob read(GenericKubernetesResource scaledJob) {
        KedaManifests manifests = KedaManifests.parse("ScaledJob", serialization.asJson(scaledJob));
        List<Violation> violations = new ArrayList<>();
        for (ManifestViolation error : manifests.errors()) {
            violations.add(error.violation());
        }
        if (!violations.isEmpty() || manifests.scaledJobs().isEmpty()) {
            throw new InvalidConfigurationException(
                    "ScaledJob " + scaledJob.getMetadata().getName(), violations);
        }
        return manifests.scaledJobs().get(0);
    }
}
