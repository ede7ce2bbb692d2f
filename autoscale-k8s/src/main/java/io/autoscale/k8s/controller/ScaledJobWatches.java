// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.controller;

import io.autoscale.k8s.internal.KedaKinds;
import io.autoscale.k8s.internal.Watched;
import io.autoscale.workload.WorkloadRef;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The watched ScaledJobs and ScaledObjects: one watch for each kind, and for each namespace or for all. */
final class ScaledJobWatches implements AutoCloseable {

    private final List<Watched<GenericKubernetesResource>> scaledJobs = new CopyOnWriteArrayList<>();
    private final List<Watched<GenericKubernetesResource>> scaledObjects = new CopyOnWriteArrayList<>();

    /**
     * Starts the watches.
     *
     * @param namespaces the namespaces; empty for all
     * @param selector the label selector; empty for all resources
     * @param onChange receives each resource that is added, changed or deleted
     */
    void start(KubernetesClient client, List<String> namespaces, String selector, Consumer<WorkloadRef> onChange) {
        for (String namespace : namespaces.isEmpty() ? List.of("") : namespaces) {
            String scope = namespace.isEmpty() ? null : namespace;
            scaledJobs.add(Watched.ofKind(
                    client, KedaKinds.SCALED_JOBS, scope, selector, changed -> onChange.accept(ref(changed))));
            scaledObjects.add(Watched.ofKind(
                    client, KedaKinds.SCALED_OBJECTS, scope, selector, changed -> onChange.accept(ref(changed))));
        }
    }

    /** A resource as last received; empty if it does not exist or is not selected. */
    Optional<GenericKubernetesResource> get(WorkloadRef ref) {
        return (KedaKinds.SCALED_JOB.equals(ref.kind()) ? scaledJobs : scaledObjects)
                .stream()
                        .flatMap(watch -> watch.get(ref.namespace(), ref.name()).stream())
                        .findFirst();
    }

    List<WorkloadRef> all() {
        return Stream.of(scaledJobs, scaledObjects)
                .flatMap(List::stream)
                .flatMap(watch -> watch.all().stream())
                .map(ScaledJobWatches::ref)
                .toList();
    }

    /** Describes why changes of ScaledJobs are not received; empty if all their watches are connected. */
    Optional<String> trouble() {
        String all =
                scaledJobs.stream().flatMap(watch -> watch.trouble().stream()).collect(Collectors.joining("; "));
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    @Override
    public void close() {
        scaledJobs.forEach(Watched::close);
        scaledObjects.forEach(Watched::close);
    }

    private static WorkloadRef ref(GenericKubernetesResource resource) {
        return new WorkloadRef(
                Objects.requireNonNull(resource.getKind()),
                resource.getMetadata().getNamespace(),
                resource.getMetadata().getName());
    }
}
