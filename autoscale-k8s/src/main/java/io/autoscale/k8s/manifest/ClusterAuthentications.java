// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.autoscale.auth.AuthenticationException;
import io.autoscale.auth.AuthenticationRef;
import io.autoscale.k8s.auth.TriggerAuthentications;
import io.autoscale.k8s.internal.KedaKinds;
import io.autoscale.k8s.internal.WatchCache;
import io.autoscale.k8s.internal.Watched;
import io.autoscale.k8s.resource.TriggerAuthentication;
import io.autoscale.spec.KubernetesNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the trigger authentications of a cluster, for {@code KubernetesAuthProvider}. They are watched from the first
 * reference of a trigger on: one watch for each namespace or for all, and one for the cluster kind. Changes are thus
 * detected without requests. Requires permission to list and watch these resources. A watch that is not used for 30 min
 * is closed. Thread-safe.
 */
public final class ClusterAuthentications implements TriggerAuthentications {

    private static final Duration FIRST_LOOK = Duration.ofSeconds(5);

    private final KubernetesClient client;
    private final boolean inAnyNamespace;
    private final WatchCache<Scope, Watched<GenericKubernetesResource>> watches =
            new WatchCache<>(InstantSource.system());
    /** Each version of a resource is an object of its own, so it is parsed once. */
    private final Cache<GenericKubernetesResource, Read> parsed =
            Caffeine.newBuilder().weakKeys().build();

    /** What a watch covers. The namespace is empty for all namespaces and for the cluster kind. */
    private record Scope(boolean ofCluster, String namespace) {}

    private record Read(Optional<TriggerAuthentication> value, String errors) {}

    private ClusterAuthentications(KubernetesClient client, boolean inAnyNamespace) {
        this.client = Objects.requireNonNull(client, "client");
        this.inAnyNamespace = inAnyNamespace;
    }

    /**
     * Creates a lookup with one watch for each used namespace.
     *
     * @param client the client; closed by its owner
     */
    public static ClusterAuthentications watching(KubernetesClient client) {
        return new ClusterAuthentications(client, false);
    }

    /**
     * Creates a lookup with one watch of all namespaces, which requires cluster-wide permissions.
     *
     * @param client the client; closed by its owner
     */
    public static ClusterAuthentications watchingAnyNamespace(KubernetesClient client) {
        return new ClusterAuthentications(client, true);
    }

    /**
     * Finds an authentication. The first call for a namespace waits up to 5 s for the cluster.
     *
     * @param ref the kind and name
     * @param namespace the namespace of the workload that refers to it
     * @return the authentication, or empty if there is none
     * @throws AuthenticationException if it cannot be read or has errors; the message lists them
     */
    @Override
    public Optional<TriggerAuthentication> find(AuthenticationRef ref, String namespace) {
        boolean ofCluster = ref.kind() == AuthenticationRef.Kind.CLUSTER_TRIGGER_AUTHENTICATION;
        String name = ofCluster ? ref.name() : namespace + "/" + ref.name();
        if (!KubernetesNames.isName(ref.name()) || !(ofCluster || KubernetesNames.isName(namespace))) {
            throw new AuthenticationException(
                    "authenticationRef '" + name + "' cannot be read: not a valid Kubernetes object name");
        }
        return watches.get(new Scope(ofCluster, ofCluster || inAnyNamespace ? "" : namespace), this::start)
                .orElseThrow(() -> new AuthenticationException(name + " cannot be read: the lookup is closed"))
                .await(FIRST_LOOK)
                .get(ofCluster ? "" : namespace, ref.name())
                .map(this::read);
    }

    @Override
    public void close() {
        watches.close();
    }

    private Watched<GenericKubernetesResource> start(Scope scope) {
        return Watched.ofKind(
                client,
                scope.ofCluster() ? KedaKinds.CLUSTER_TRIGGER_AUTHENTICATIONS : KedaKinds.TRIGGER_AUTHENTICATIONS,
                scope.namespace().isEmpty() ? null : scope.namespace(),
                "",
                changed -> {});
    }

    private TriggerAuthentication read(GenericKubernetesResource resource) {
        Read read = Objects.requireNonNull(parsed.get(resource, this::parse));
        return read.value().orElseThrow(() -> {
            String namespace = resource.getMetadata().getNamespace();
            return new AuthenticationException(resource.getKind() + " "
                    + (namespace == null ? "" : namespace + "/")
                    + resource.getMetadata().getName() + ": " + read.errors());
        });
    }

    private Read parse(GenericKubernetesResource resource) {
        KedaManifests manifests = KedaManifests.parse(
                resource.getKind(), client.getKubernetesSerialization().asJson(resource));
        return new Read(
                manifests.triggerAuthentications().stream().findFirst(),
                manifests.errors().stream().map(ManifestViolation::withoutPlace).collect(Collectors.joining("; ")));
    }
}
