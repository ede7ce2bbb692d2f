// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.auth;

import io.autoscale.auth.AuthenticationException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Secrets, ConfigMaps and service accounts that are referred to, each under a watch of its own, so that the right to
 * read just those, by {@code resourceNames}, is enough. One that nobody asks for any more is given up.
 */
final class WatchedObjects implements AutoCloseable {

    private static final Duration UNUSED = Duration.ofMinutes(30);

    private final KubernetesClient client;
    private final InstantSource clock;
    private final Duration patience;
    private final Map<Key, WatchedObject<? extends HasMetadata>> watched = new HashMap<>();
    private boolean closed;

    WatchedObjects(KubernetesClient client, InstantSource clock, Duration patience) {
        this.client = client;
        this.clock = clock;
        this.patience = patience;
    }

    /** The kinds that are watched. */
    enum Kind {
        SECRET("Secret"),
        CONFIG_MAP("ConfigMap"),
        SERVICE_ACCOUNT("ServiceAccount");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    /** Which object. */
    record Key(Kind kind, String namespace, String name) {
        @Override
        public String toString() {
            return kind.text + " " + namespace + "/" + name;
        }
    }

    Optional<Secret> secret(String namespace, String name) {
        return watch(new Key(Kind.SECRET, namespace, name)).get(patience).map(Secret.class::cast);
    }

    Optional<ConfigMap> configMap(String namespace, String name) {
        return watch(new Key(Kind.CONFIG_MAP, namespace, name)).get(patience).map(ConfigMap.class::cast);
    }

    Optional<ServiceAccount> serviceAccount(String namespace, String name) {
        return watch(new Key(Kind.SERVICE_ACCOUNT, namespace, name))
                .get(patience)
                .map(ServiceAccount.class::cast);
    }

    /** The version of an object; asks nobody, and starts the watch where it is not there. */
    String version(Key key) {
        return watch(key).version();
    }

    @Override
    public void close() {
        List<WatchedObject<?>> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(watched.values());
            watched.clear();
        }
        all.forEach(WatchedObject::close);
    }

    private WatchedObject<? extends HasMetadata> watch(Key key) {
        List<WatchedObject<?>> unused = new ArrayList<>();
        WatchedObject<? extends HasMetadata> object;
        synchronized (this) {
            if (closed) {
                throw new AuthenticationException(key + " cannot be read: the provider is closed");
            }
            Instant now = clock.instant();
            object = watched.computeIfAbsent(key, wanted -> start(wanted, now));
            object.lastUse = now;
            watched.values().removeIf(other -> {
                boolean gone = other.lastUse.plus(UNUSED).isBefore(now);
                if (gone) {
                    unused.add(other);
                }
                return gone;
            });
        }
        unused.forEach(WatchedObject::close);
        return object;
    }

    private WatchedObject<? extends HasMetadata> start(Key key, Instant now) {
        return switch (key.kind()) {
            case SECRET ->
                start(
                        key,
                        client.secrets()
                                .inNamespace(key.namespace())
                                .withName(key.name())
                                .runnableInformer(0),
                        now);
            case CONFIG_MAP ->
                start(
                        key,
                        client.configMaps()
                                .inNamespace(key.namespace())
                                .withName(key.name())
                                .runnableInformer(0),
                        now);
            case SERVICE_ACCOUNT ->
                start(
                        key,
                        client.serviceAccounts()
                                .inNamespace(key.namespace())
                                .withName(key.name())
                                .runnableInformer(0),
                        now);
        };
    }

    private static <T extends HasMetadata> WatchedObject<T> start(
            Key key, SharedIndexInformer<T> informer, Instant now) {
        return new WatchedObject<>(key.toString(), informer, now);
    }
}
