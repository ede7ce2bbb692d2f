// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.controller;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Map;
import java.util.Objects;

/** The parts of a ScaledJob that configure scaling: everything except the fields that controllers write. */
record Specification(
        String uid, long generation, Map<String, String> labels, Map<String, String> annotations, Object spec) {

    static Specification of(GenericKubernetesResource scaledJob) {
        ObjectMeta metadata = scaledJob.getMetadata();
        return new Specification(
                Objects.requireNonNullElse(metadata.getUid(), ""),
                Objects.requireNonNullElse(metadata.getGeneration(), 0L),
                Objects.requireNonNullElse(metadata.getLabels(), Map.of()),
                Objects.requireNonNullElse(metadata.getAnnotations(), Map.of()),
                Objects.requireNonNullElse(scaledJob.getAdditionalProperties().get("spec"), Map.of()));
    }
}
