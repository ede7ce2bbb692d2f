// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.controller;

import io.autoscale.auth.AuthenticationException;
import io.autoscale.auth.AuthenticationRef;
import io.autoscale.k8s.auth.TriggerAuthentications;
import io.autoscale.k8s.internal.KedaKinds;
import io.autoscale.k8s.manifest.KedaManifests;
import io.autoscale.k8s.manifest.ManifestViolation;
import io.autoscale.k8s.resource.TriggerAuthentication;
import io.autoscale.workload.WorkloadRef;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The watched KEDA resources: one watch for each kind, and for each namespace or for all. */
final class WatchedResources implements TriggerAuthentications, AutoCloseable {

    private final KubernetesClient client;
    private final List<WatchedKind> scaledJobs = new ArrayList<>();
    private final List<WatchedKind> authentications = new ArrayList<>();
    private final Map<String, Read> read = new ConcurrentHashMap<>();

    /** An authentication parsed from one version of its resource. */
    private record Read(String version, Optional<TriggerAuthentication> value, String error) {}

    /**
     * Creates watches, without starting them.
     *
     * @param namespaces the namespaces; empty for all
     */
    WatchedResources(KubernetesClient client, List<String> namespaces, boolean ofCluster) {
        this.client = client;
        List<Optional<String>> scopes = namespaces.isEmpty()
                ? List.of(Optional.empty())
                : namespaces.stream().map(Optional::of).toList();
        for (Optional<String> scope : scopes) {
            scaledJobs.add(new WatchedKind(client, KedaKinds.SCALED_JOBS, scope.orElse(null)));
            authentications.add(new WatchedKind(client, KedaKinds.TRIGGER_AUTHENTICATIONS, scope.orElse(null)));
        }
        if (ofCluster) {
            authentications.add(new WatchedKind(client, KedaKinds.CLUSTER_TRIGGER_AUTHENTICATIONS, null));
        }
    }

    /** Starts the watches. Completes when all existing resources were received. */
    CompletableFuture<Void> start(WatchedKind.Changes ofScaledJobs, WatchedKind.Changes ofAuthentications) {
        List<CompletableFuture<Void>> started = new ArrayList<>();
        scaledJobs.forEach(kind -> started.add(kind.start(ofScaledJobs)));
        authentications.forEach(kind -> started.add(kind.start(ofAuthentications)));
        return CompletableFuture.allOf(started.toArray(CompletableFuture[]::new));
    }

    /** Describes why the resources are not up to date; empty if all watches are connected. */
    Optional<String> trouble() {
        String all = java.util.stream.Stream.concat(scaledJobs.stream(), authentications.stream())
                .flatMap(kind -> kind.trouble().stream())
                .collect(Collectors.joining("; "));
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    Optional<GenericKubernetesResource> scaledJob(WorkloadRef ref) {
        String key = Cache.namespaceKeyFunc(ref.namespace(), ref.name());
        return scaledJobs.stream()
                .map(kind -> kind.get(key))
                .filter(Objects::nonNull)
                .findFirst();
    }

    List<WorkloadRef> scaledJobs() {
        return scaledJobs.stream()
                .flatMap(kind -> kind.all().stream())
                .map(WatchedResources::ref)
                .toList();
    }

    static WorkloadRef ref(GenericKubernetesResource scaledJob) {
        return WorkloadRef.scaledJob(
                scaledJob.getMetadata().getNamespace(), scaledJob.getMetadata().getName());
    }

    @Override
    public Optional<TriggerAuthentication> find(AuthenticationRef ref, String namespace) {
        boolean ofCluster = ref.kind() == AuthenticationRef.Kind.CLUSTER_TRIGGER_AUTHENTICATION;
        String key = ofCluster ? ref.name() : Cache.namespaceKeyFunc(namespace, ref.name());
        for (WatchedKind kind : authentications) {
            GenericKubernetesResource found = kind.isOfCluster() == ofCluster ? kind.get(key) : null;
            if (found != null) {
                Read result = read(found);
                if (result.value().isEmpty()) {
                    throw new AuthenticationException(found.getKind() + " " + key + ": " + result.error());
                }
                return result.value();
            }
        }
        return Optional.empty();
    }

    /** Returns the authentication of a resource. Each version is parsed once. */
    private Read read(GenericKubernetesResource resource) {
        String version = resource.getMetadata().getResourceVersion();
        String uid = resource.getMetadata().getUid();
        Read known = read.get(uid);
        if (known != null && known.version().equals(version)) {
            return known;
        }
        KedaManifests manifests = KedaManifests.parse(
                resource.getKind(), client.getKubernetesSerialization().asJson(resource));
        String errors =
                manifests.errors().stream().map(ManifestViolation::withoutPlace).collect(Collectors.joining("; "));
        Read result =
                new Read(version, manifests.triggerAuthentications().stream().findFirst(), errors);
        read.put(uid, result);
        return result;
    }

    void forget(GenericKubernetesResource authentication) {
        read.remove(authentication.getMetadata().getUid());
    }

    @Override
    public void close() {
        scaledJobs.forEach(WatchedKind::close);
        authentications.forEach(WatchedKind::close);
    }
}
