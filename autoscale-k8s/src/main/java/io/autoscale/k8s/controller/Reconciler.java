// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.controller;

import io.autoscale.Autoscaler;
import io.autoscale.engine.Registration;
import io.autoscale.k8s.auth.KubernetesAuthProvider;
import io.autoscale.k8s.internal.KedaKinds;
import io.autoscale.k8s.internal.WorkQueue;
import io.autoscale.k8s.job.KubernetesJobTemplate;
import io.autoscale.k8s.job.KubernetesJobs;
import io.autoscale.k8s.manifest.KedaManifests;
import io.autoscale.k8s.manifest.ManifestViolation;
import io.autoscale.k8s.status.KubernetesEvents;
import io.autoscale.k8s.status.ScaledJobStatus;
import io.autoscale.k8s.status.StatusWriter;
import io.autoscale.spec.ScaledJob;
import io.autoscale.validation.InvalidConfigurationException;
import io.autoscale.validation.Violation;
import io.autoscale.workload.WorkloadRef;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Makes the registration of one ScaledJob match its current version in the watch. */
final class Reconciler implements WorkQueue.Work<WorkloadRef> {

    private static final String CHECK_FAILED = "ScaledJobCheckFailed";
    private static final Duration NEXT_CHECK = Duration.ofMinutes(1);
    private static final Duration NEW = Duration.ofMinutes(1);

    private final ScaledJobWatches watches;
    private final BooleanSupplier leading;
    private final Parts parts;
    private final KubernetesSerialization serialization;
    private final InstantSource clock;
    private final Map<WorkloadRef, Applied> applied = new ConcurrentHashMap<>();

    /** Where changes are applied. */
    record Parts(
            Autoscaler autoscaler,
            KubernetesJobs jobs,
            KubernetesAuthProvider authentication,
            Finalizer finalizer,
            StatusWriter status,
            KubernetesEvents events) {}

    /** What was done last about a ScaledJob; the error if it cannot be scaled. */
    private record Applied(DesiredJob version, @Nullable String error) {}

    Reconciler(
            ScaledJobWatches watches,
            BooleanSupplier leading,
            Parts parts,
            KubernetesSerialization serialization,
            InstantSource clock) {
        this.watches = watches;
        this.leading = leading;
        this.parts = parts;
        this.serialization = serialization;
        this.clock = clock;
    }

    Set<WorkloadRef> applied() {
        return Set.copyOf(applied.keySet());
    }

    @Override
    public Optional<Duration> on(WorkloadRef ref) {
        GenericKubernetesResource resource =
                leading.getAsBoolean() ? watches.get(ref).orElse(null) : null;
        if (!KedaKinds.SCALED_JOB.equals(ref.kind())) {
            if (resource != null) {
                parts.events()
                        .say(
                                ref,
                                false,
                                "ScaledObjectNotScaled",
                                "this controller scales ScaledJobs only; another controller has to scale it");
            }
            return Optional.empty();
        }
        Applied before = applied.get(ref);
        DesiredJob desired = resource == null ? null : DesiredJob.of(resource);
        DesiredJob last = before == null || (before.error() != null && desired != null) ? null : before.version();
        switch (DesiredJob.change(last, desired)) {
            case NONE -> {
                return Optional.empty();
            }
            case STOP -> {
                stop(ref);
                return Optional.empty();
            }
            case FINISH -> {
                stop(ref);
                return parts.finalizer().finish(ref, Objects.requireNonNull(resource));
            }
            case REPLACE -> stop(ref);
            case APPLY -> {}
        }
        return apply(ref, Objects.requireNonNull(resource), Objects.requireNonNull(desired), before);
    }

    private Optional<Duration> apply(
            WorkloadRef ref, GenericKubernetesResource resource, DesiredJob desired, @Nullable Applied before) {
        parts.finalizer().add(resource);
        try {
            ScaledJob job = read(resource);
            boolean registered = parts.autoscaler().find(ref).isPresent();
            Registration registration = parts.autoscaler().registerOrUpdate(job, parts.jobs());
            applied.put(ref, new Applied(desired, null));
            // else the first rounds of all ScaledJobs are spread over their intervals
            if (!registered && (before != null || isNew(resource))) {
                registration.triggerNow();
            }
            if (job.isPaused()) {
                parts.status().report(ref, ScaledJobStatus.paused(job));
            }
            return Optional.empty();
        } catch (InvalidConfigurationException e) {
            String error = Objects.requireNonNullElse(e.getMessage(), CHECK_FAILED);
            parts.autoscaler().find(ref).ifPresent(Registration::close);
            applied.put(ref, new Applied(desired, error));
            if (before == null || !error.equals(before.error())) {
                parts.status().report(ref, ScaledJobStatus.refused(CHECK_FAILED, error));
                parts.events().say(ref, true, CHECK_FAILED, error);
            }
            return Optional.of(NEXT_CHECK); // what it refers to may exist then
        }
    }

    /**
     * Parses a ScaledJob. A field that is not supported is an error: users expect it to have an effect.
     *
     * @throws InvalidConfigurationException with all errors
     */
    private ScaledJob read(GenericKubernetesResource resource) {
        KedaManifests manifests = KedaManifests.parse(KedaKinds.SCALED_JOB, serialization.asJson(resource));
        List<Violation> violations =
                manifests.errors().stream().map(ManifestViolation::violation).toList();
        if (!violations.isEmpty() || manifests.scaledJobs().isEmpty()) {
            throw new InvalidConfigurationException(
                    "ScaledJob " + resource.getMetadata().getName(), violations);
        }
        ScaledJob job = manifests.scaledJobs().get(0);
        return job.jobTemplate() instanceof KubernetesJobTemplate template
                ? job.toBuilder()
                        .jobTemplate(template.readingEnvironment(parts.authentication(), job.namespace()))
                        .build()
                : job;
    }

    private boolean isNew(GenericKubernetesResource resource) {
        try {
            return Instant.parse(resource.getMetadata().getCreationTimestamp())
                    .plus(NEW)
                    .isAfter(clock.instant());
        } catch (DateTimeParseException e) {
            return true;
        }
    }

    private void stop(WorkloadRef ref) {
        applied.remove(ref);
        parts.autoscaler().find(ref).ifPresent(Registration::close);
        parts.status().forget(ref);
    }
}
