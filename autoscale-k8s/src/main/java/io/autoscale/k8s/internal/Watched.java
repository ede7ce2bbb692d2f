// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.internal;

import io.autoscale.auth.AuthenticationException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watch of one object or of one kind of resource. Its current state is available without a request. It reconnects
 * until it is closed.
 *
 * @param <T> the type of the objects
 */
public final class Watched<T extends HasMetadata> implements WatchCache.Watch {

    private static final Logger LOG = LoggerFactory.getLogger(Watched.class);

    private final String name;
    private final SharedIndexInformer<T> informer;
    private final CompletableFuture<Void> started;
    private volatile @Nullable String trouble;

    /**
     * Starts a watch.
     *
     * @param name what is watched, in messages
     * @param informer its informer, not started yet
     * @param onChange receives each object that is added, changed or deleted; must not block
     */
    public Watched(String name, SharedIndexInformer<T> informer, Consumer<T> onChange) {
        this.name = name;
        this.informer = informer;
        this.started = informer.exceptionHandler((begun, failure) -> retry(failure))
                .addEventHandler(new Changes<>(onChange))
                .start()
                .toCompletableFuture();
    }

    /**
     * Starts a watch of a kind of resource.
     *
     * @param namespace the namespace; null for all namespaces and for cluster-scoped kinds
     * @param selector the label selector; empty for all resources
     * @param onChange receives each resource that is added, changed or deleted; must not block
     */
    public static Watched<GenericKubernetesResource> ofKind(
            KubernetesClient client,
            ResourceDefinitionContext kind,
            @Nullable String namespace,
            String selector,
            Consumer<GenericKubernetesResource> onChange) {
        var all = client.genericKubernetesResources(kind);
        var inScope =
                namespace != null ? all.inNamespace(namespace) : kind.isNamespaceScoped() ? all.inAnyNamespace() : all;
        var informer = (selector.isEmpty() ? inScope : inScope.withLabelSelector(selector)).runnableInformer(0);
        String scope = namespace != null ? " in namespace " + namespace : "";
        return new Watched<>(
                kind.getPlural() + "." + kind.getGroup() + scope, informer.itemStore(new TrimmedStore()), onChange);
    }

    /**
     * Waits for the first state.
     *
     * @throws AuthenticationException if it was not received within the timeout
     */
    public Watched<T> await(Duration timeout) {
        try {
            started.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return this;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AuthenticationException(name + " could not be read: interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            String why = trouble;
            throw new AuthenticationException(name + " could not be read: " + (why == null ? "timed out" : why), e);
        }
    }

    /** The objects as last received, also while the watch is disconnected. */
    public List<T> all() {
        return informer.getStore().list();
    }

    /**
     * The object with a name, as last received.
     *
     * @param namespace the namespace; empty for cluster-scoped kinds
     */
    public Optional<T> get(String namespace, String objectName) {
        return Optional.ofNullable(informer.getStore()
                .getByKey(namespace.isEmpty() ? objectName : Cache.namespaceKeyFunc(namespace, objectName)));
    }

    /** Describes why no changes are received; empty if they are. */
    public Optional<String> trouble() {
        if (informer.hasSynced() && informer.isWatching()) {
            trouble = null;
            return Optional.empty();
        }
        String why = trouble;
        return Optional.of(name + ": " + (why == null ? "the watch is not connected" : why));
    }

    @Override
    public void close() {
        informer.stop();
    }

    private boolean retry(Throwable failure) {
        Throwable cause = failure;
        while (!(cause instanceof KubernetesClientException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String why = cause instanceof KubernetesClientException refused
                ? explain(refused.getCode())
                : cause.getClass().getName();
        if (!why.equals(trouble)) {
            LOG.warn("watch of {}: {}", name, why);
        }
        trouble = why;
        return true;
    }

    private static String explain(int code) {
        return switch (code) {
            case 403 -> "HTTP 403, the controller has no permission to list and watch it";
            case 404 -> "HTTP 404, the custom resource definition does not exist";
            case 0 -> "no response";
            default -> "HTTP " + code;
        };
    }

    private record Changes<T>(Consumer<T> onChange) implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T added) {
            onChange.accept(added);
        }

        @Override
        public void onUpdate(T before, T after) {
            onChange.accept(after);
        }

        @Override
        public void onDelete(T deleted, boolean stateUnknown) {
            onChange.accept(deleted);
        }
    }

    /** Stores resources without the fields that only other programs read, which are often larger than the rest. */
    private static final class TrimmedStore extends BasicItemStore<GenericKubernetesResource> {

        TrimmedStore() {
            super(Cache::metaNamespaceKeyFunc);
        }

        @Override
        public GenericKubernetesResource put(String key, GenericKubernetesResource resource) {
            ObjectMeta metadata = resource.getMetadata();
            metadata.setManagedFields(null);
            if (metadata.getAnnotations() != null) {
                metadata.getAnnotations().remove("kubectl.kubernetes.io/last-applied-configuration");
            }
            return super.put(key, resource);
        }
    }
}
