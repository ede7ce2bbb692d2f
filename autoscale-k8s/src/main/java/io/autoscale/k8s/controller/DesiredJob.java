// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.controller;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One version of a watched ScaledJob: everything that configures scaling, without the fields that controllers write.
 *
 * @param deleted whether it is marked for deletion
 */
record DesiredJob(
        String uid,
        long generation,
        Map<String, String> labels,
        Map<String, String> annotations,
        Object spec,
        boolean deleted) {

    static DesiredJob of(GenericKubernetesResource scaledJob) {
        ObjectMeta metadata = scaledJob.getMetadata();
        return new DesiredJob(
                Objects.requireNonNullElse(metadata.getUid(), ""),
                Objects.requireNonNullElse(metadata.getGeneration(), 0L),
                Objects.requireNonNullElse(metadata.getLabels(), Map.of()),
                Objects.requireNonNullElse(metadata.getAnnotations(), Map.of()),
                Objects.requireNonNullElse(scaledJob.getAdditionalProperties().get("spec"), Map.of()),
                scaledJob.isMarkedForDeletion());
    }

    /** What has to be done about a ScaledJob. */
    enum Change {
        NONE,
        /** Parse it, then register or update it. */
        APPLY,
        /** It was deleted and created again: stop, then apply. */
        REPLACE,
        /** Close its registration. */
        STOP,
        /** Stop, then handle its jobs and remove the finalizer. */
        FINISH
    }

    /**
     * Compares. Pure.
     *
     * @param applied the version that was applied last; null for none
     * @param desired the current version; null if this controller does not scale it
     */
    static Change change(@Nullable DesiredJob applied, @Nullable DesiredJob desired) {
        if (desired == null) {
            return applied == null ? Change.NONE : Change.STOP;
        }
        if (desired.deleted) {
            return Change.FINISH;
        }
        if (applied == null) {
            return Change.APPLY;
        }
        if (!applied.uid.equals(desired.uid)) {
            return Change.REPLACE;
        }
        return applied.equals(desired) ? Change.NONE : Change.APPLY;
    }
}
