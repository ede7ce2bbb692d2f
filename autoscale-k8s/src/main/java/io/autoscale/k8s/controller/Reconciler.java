// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.controller;

import io.autoscale.Autoscaler;
import io.autoscale.engine.Registration;
import io.autoscale.event.AutoscalerEvent;
import io.autoscale.event.AutoscalerEvent.RegistrationChange;
import io.autoscale.k8s.auth.KubernetesAuthProvider;
import io.autoscale.k8s.job.KubernetesJobTemplate;
import io.autoscale.k8s.job.KubernetesJobs;
import io.autoscale.k8s.status.KubernetesEvents;
import io.autoscale.k8s.status.ScaledJobStatus;
import io.autoscale.spec.ScaledJob;
import io.autoscale.validation.InvalidConfigurationException;
import io.autoscale.workload.WorkloadRef;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reconciles the registration of one ScaledJob with its current state in the watch. */
final class Reconciler implements WorkQueue.Work<WorkloadRef> {

    private static final Duration REFUSED_LOOK = Duration.ofMinutes(1);
    private static final String CHECK_FAILED = "ScaledJobCheckFailed";

    private final WatchedResources resources;
    private final Predicate<WorkloadRef> serves;
    private final Map<WorkloadRef, ServedJob> served = new ConcurrentHashMap<>();
    private final Set<WorkloadRef> restarted = ConcurrentHashMap.newKeySet();
    private final Set<WorkloadRef> ending = ConcurrentHashMap.newKeySet();
    private final Set<WorkloadRef> seen = ConcurrentHashMap.newKeySet();
    private @Nullable Parts parts;

    /** The dependencies of the reconciler, some of which in turn refer to it. */
    record Parts(
            Autoscaler autoscaler,
            KubernetesJobs jobs,
            KubernetesAuthProvider authentication,
            ScaledJobDeletion deletion,
            ScaledJobReading reading,
            StatusReporter status,
            KubernetesEvents events) {}

    Reconciler(WatchedResources resources, Predicate<WorkloadRef> serves) {
        this.resources = resources;
        this.serves = serves;
    }

    void use(Parts equipment) {
        this.parts = equipment;
    }

    /**
     * Records the ScaledJobs that existed when the controller started. Their first rounds are spread over the interval;
     * the first round of a new ScaledJob starts immediately.
     */
    void foundAtStart(Collection<WorkloadRef> found) {
        seen.addAll(found);
    }

    /** Returns whether jobs of a ScaledJob may be created and deleted now. */
    boolean mayWrite(WorkloadRef ref) {
        return !ending.contains(ref) && serves.test(ref);
    }

    Optional<ScaledJob> scaledJob(WorkloadRef ref) {
        return Optional.ofNullable(served.get(ref)).flatMap(ServedJob::scaledJob);
    }

    Set<WorkloadRef> known() {
        return Set.copyOf(served.keySet());
    }

    /** Returns whether an event only reports that this controller was restarted. */
    boolean isOld(AutoscalerEvent event) {
        return event instanceof AutoscalerEvent.RegistrationChanged changed
                && changed.change() == RegistrationChange.STARTED
                && restarted.remove(event.workload());
    }

    /** Returns whether a ScaledJob was rejected, possibly because of something missing that may exist now. */
    boolean isRefused(WorkloadRef ref) {
        ServedJob job = served.get(ref);
        return job != null && job.registration() == null;
    }

    @Override
    public Optional<Duration> on(WorkloadRef ref) {
        Parts with = Objects.requireNonNull(parts);
        GenericKubernetesResource scaledJob = resources.scaledJob(ref).orElse(null);
        boolean isNew = scaledJob != null && seen.add(ref);
        if (scaledJob == null || !serves.test(ref)) {
            stop(ref, with);
            ending.remove(ref);
            if (scaledJob == null) {
                seen.remove(ref);
            }
            return Optional.empty();
        }
        if (scaledJob.isMarkedForDeletion()) {
            ending.add(ref); // first of all, so that a running round creates no more jobs
            stop(ref, with);
            return with.deletion().goOn(ref, scaledJob);
        }
        ending.remove(ref);
        Specification specification = Specification.of(scaledJob);
        ServedJob before = served.get(ref);
        if (before != null && !before.specification().uid().equals(specification.uid())) {
            stop(ref, with);
            before = null;
        }
        with.deletion().expect(scaledJob);
        if (before != null
                && before.registration() != null
                && before.specification().equals(specification)) {
            return Optional.empty();
        }
        try {
            serve(ref, with.reading().read(scaledJob), specification, before, isNew, with);
            return Optional.empty();
        } catch (InvalidConfigurationException e) {
            refuse(ref, specification, Objects.requireNonNullElse(e.getMessage(), CHECK_FAILED), with);
            return Optional.of(REFUSED_LOOK);
        }
    }

    private void serve(
            WorkloadRef ref,
            ScaledJob read,
            Specification specification,
            @Nullable ServedJob before,
            boolean isNew,
            Parts with) {
        ScaledJob job = read;
        if (read.jobTemplate() instanceof KubernetesJobTemplate template) {
            job = read.toBuilder()
                    .jobTemplate(template.readingEnvironment(with.authentication(), ref.namespace()))
                    .build();
        }
        Registration current = before == null ? null : before.registration();
        if (current != null) {
            current.update(job);
            served.put(ref, new ServedJob(specification, current));
        } else {
            if (isKnownAsReady(ref)) {
                restarted.add(ref);
            }
            current = with.autoscaler().register(job, with.jobs());
            served.put(ref, new ServedJob(specification, current));
            if (isNew || before != null) {
                current.triggerNow();
            }
        }
        if (job.isPaused()) {
            with.status().paused(ref);
        }
    }

    private void refuse(WorkloadRef ref, Specification specification, String message, Parts with) {
        stop(ref, with);
        served.put(ref, new ServedJob(specification, null));
        with.status().report(ref, ScaledJobStatus.refused(CHECK_FAILED, message));
        with.events().say(ref, true, CHECK_FAILED, message);
    }

    /** Ends the rounds of a ScaledJob. */
    private void stop(WorkloadRef ref, Parts with) {
        ServedJob job = served.remove(ref);
        if (job == null) {
            return;
        }
        if (job.registration() != null) {
            job.registration().close();
        }
        with.status().forget(ref);
    }

    /**
     * Returns whether the status already reported readiness before this controller started. A restart is not reported.
     */
    private boolean isKnownAsReady(WorkloadRef ref) {
        return resources
                .scaledJob(ref)
                .map(scaledJob -> scaledJob.<Object>get("status", "conditions"))
                .map(Object::toString)
                .filter(text -> text.contains("ScaledJobReady"))
                .isPresent();
    }
}
