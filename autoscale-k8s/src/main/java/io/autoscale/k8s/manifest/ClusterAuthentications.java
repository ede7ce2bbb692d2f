// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import io.autoscale.auth.AuthenticationException;
import io.autoscale.auth.AuthenticationRef;
import io.autoscale.k8s.auth.TriggerAuthentications;
import io.autoscale.k8s.internal.KedaKinds;
import io.autoscale.k8s.internal.WatchCache;
import io.autoscale.k8s.internal.WatchedObject;
import io.autoscale.k8s.resource.TriggerAuthentication;
import io.autoscale.spec.KubernetesNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the trigger authentications of a cluster, for {@code KubernetesAuthProvider}. Each is watched from the first
 * reference of a trigger on, so that changes are detected without requests. Requires permission to get, list and watch
 * these resources. A watch that is not used for 30 min is closed. Thread-safe.
 */
public final class ClusterAuthentications implements TriggerAuthentications {

    private static final Duration FIRST_LOOK = Duration.ofSeconds(5);

    private final KubernetesClient client;
    private final WatchCache<Key, Watched> watches;

    private ClusterAuthentications(KubernetesClient client) {
        this.client = Objects.requireNonNull(client, "client");
        this.watches = new WatchCache<>(InstantSource.system());
    }

    /**
     * Creates a lookup in a cluster.
     *
     * @param client the client; closed by its owner
     */
    public static ClusterAuthentications watching(KubernetesClient client) {
        return new ClusterAuthentications(client);
    }

    /**
     * Finds an authentication. The first call waits up to 5 s for the cluster.
     *
     * @param ref the kind and name
     * @param namespace the namespace of the workload that refers to it
     * @return the authentication, or empty if there is none
     * @throws AuthenticationException if it cannot be read or has errors; the message lists them
     */
    @Override
    public Optional<TriggerAuthentication> find(AuthenticationRef ref, String namespace) {
        Key key = new Key(ref, ref.kind() == AuthenticationRef.Kind.CLUSTER_TRIGGER_AUTHENTICATION ? "" : namespace);
        return watches.get(key, this::start)
                .orElseThrow(() -> new AuthenticationException(key + " cannot be read: the lookup is closed"))
                .value();
    }

    @Override
    public void close() {
        watches.close();
    }

    private Watched start(Key key) {
        boolean ofCluster = key.namespace().isEmpty();
        var resources = client.genericKubernetesResources(
                ofCluster ? KedaKinds.CLUSTER_TRIGGER_AUTHENTICATIONS : KedaKinds.TRIGGER_AUTHENTICATIONS);
        var resource = ofCluster
                ? resources.withName(key.ref().name())
                : resources.inNamespace(key.namespace()).withName(key.ref().name());
        return new Watched(key, new WatchedObject<>(key.toString(), resource.runnableInformer(0)));
    }

    /** Identifies an authentication. The namespace of a cluster authentication is empty. */
    private record Key(AuthenticationRef ref, String namespace) {
        Key {
            if (!KubernetesNames.isName(ref.name()) || !(namespace.isEmpty() || KubernetesNames.isName(namespace))) {
                throw new AuthenticationException("authenticationRef '" + namespace + "/" + ref.name()
                        + "' cannot be read: not a valid Kubernetes object name");
            }
        }

        @Override
        public String toString() {
            return namespace.isEmpty()
                    ? "ClusterTriggerAuthentication " + ref.name()
                    : "TriggerAuthentication " + namespace + "/" + ref.name();
        }
    }

    /** A watched authentication. Each version is parsed once. */
    private final class Watched implements WatchCache.Watch {

        private final Key key;
        private final WatchedObject<GenericKubernetesResource> object;
        private @Nullable Read last;

        Watched(Key key, WatchedObject<GenericKubernetesResource> object) {
            this.key = key;
            this.object = object;
        }

        Optional<TriggerAuthentication> value() {
            return object.get(FIRST_LOOK).map(this::read);
        }

        private synchronized TriggerAuthentication read(GenericKubernetesResource resource) {
            String version = resource.getMetadata().getUid() + "/"
                    + resource.getMetadata().getResourceVersion();
            Read read = last;
            if (read == null || !read.version().equals(version)) {
                KedaManifests manifests = KedaManifests.parse(
                        key.toString(), client.getKubernetesSerialization().asJson(resource));
                String errors = manifests.errors().stream()
                        .map(ManifestViolation::withoutPlace)
                        .collect(Collectors.joining("; "));
                read = new Read(
                        version, manifests.triggerAuthentications().stream().findFirst(), errors);
                last = read;
            }
            String errors = read.errors();
            return read.value().orElseThrow(() -> new AuthenticationException(key + ": " + errors));
        }

        @Override
        public void close() {
            object.close();
        }
    }

    private record Read(String version, Optional<TriggerAuthentication> value, String errors) {}
}
