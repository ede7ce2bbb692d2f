// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.auth;

import io.autoscale.auth.AuthenticationException;
import io.autoscale.k8s.internal.WatchCache;
import io.autoscale.k8s.internal.Watched;
import io.autoscale.spec.KubernetesNames;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Watches the referenced Secrets, ConfigMaps and service accounts individually, so that permission to read only these
 * objects (by {@code resourceNames}) is sufficient.
 */
final class WatchedObjects implements AutoCloseable {

    private final KubernetesClient client;
    private final Duration timeout;
    private final WatchCache<Key, Watched<? extends HasMetadata>> watches;

    WatchedObjects(KubernetesClient client, InstantSource clock, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
        this.watches = new WatchCache<>(clock);
    }

    /** The watched kinds. */
    enum Kind {
        SECRET("Secret"),
        CONFIG_MAP("ConfigMap"),
        SERVICE_ACCOUNT("ServiceAccount");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    /** Identifies an object. */
    record Key(Kind kind, String namespace, String name) {

        Key {
            if (!KubernetesNames.isName(namespace) || !KubernetesNames.isName(name)) {
                throw new AuthenticationException(kind.text + " '" + namespace + "/" + name
                        + "' cannot be read: not a valid Kubernetes object name");
            }
        }

        @Override
        public String toString() {
            return kind.text + " " + namespace + "/" + name;
        }
    }

    Optional<Secret> secret(String namespace, String name) {
        return get(new Key(Kind.SECRET, namespace, name)).map(Secret.class::cast);
    }

    Optional<ConfigMap> configMap(String namespace, String name) {
        return get(new Key(Kind.CONFIG_MAP, namespace, name)).map(ConfigMap.class::cast);
    }

    Optional<ServiceAccount> serviceAccount(String namespace, String name) {
        return get(new Key(Kind.SERVICE_ACCOUNT, namespace, name)).map(ServiceAccount.class::cast);
    }

    /** Returns the version of an object. Sends no request; starts the watch if there is none. */
    String version(Key key) {
        return watch(key).all().stream()
                .findFirst()
                .map(object -> object.getMetadata().getUid() + "/"
                        + object.getMetadata().getResourceVersion())
                .orElse("");
    }

    @Override
    public void close() {
        watches.close();
    }

    private Optional<? extends HasMetadata> get(Key key) {
        return watch(key).await(timeout).all().stream().findFirst();
    }

    private Watched<? extends HasMetadata> watch(Key key) {
        return watches.get(key, this::start)
                .orElseThrow(() -> new AuthenticationException(key + " cannot be read: the provider is closed"));
    }

    private Watched<? extends HasMetadata> start(Key key) {
        return switch (key.kind()) {
            case SECRET -> start(key, client.secrets());
            case CONFIG_MAP -> start(key, client.configMaps());
            case SERVICE_ACCOUNT -> start(key, client.serviceAccounts());
        };
    }

    private static <T extends HasMetadata> Watched<T> start(
            Key key, MixedOperation<T, ?, ? extends Resource<T>> objects) {
        return new Watched<>(
                key.toString(),
                objects.inNamespace(key.namespace()).withName(key.name()).runnableInformer(0),
                changed -> {});
    }
}
