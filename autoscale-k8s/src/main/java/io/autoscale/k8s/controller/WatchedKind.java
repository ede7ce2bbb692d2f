// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.controller;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A watch of one kind of resource, in one namespace or in all. */
final class WatchedKind implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedKind.class);

    private final String name;
    private final boolean ofCluster;
    private final SharedIndexInformer<GenericKubernetesResource> informer;
    private volatile @Nullable String trouble = "not seen yet";

    /** Receives changes. */
    interface Changes {
        void changed(GenericKubernetesResource resource);

        void gone(GenericKubernetesResource resource);
    }

    /**
     * Creates a watch, without starting it.
     *
     * @param namespace the namespace; null for all namespaces and for cluster-scoped kinds
     */
    WatchedKind(KubernetesClient client, ResourceDefinitionContext kind, @Nullable String namespace) {
        this.ofCluster = !kind.isNamespaceScoped();
        this.name = kind.getPlural() + "." + kind.getGroup()
                + (ofCluster ? "" : namespace == null ? " in all namespaces" : " in namespace " + namespace);
        var resources = client.genericKubernetesResources(kind);
        this.informer = ofCluster
                ? resources.runnableInformer(0)
                : namespace == null
                        ? resources.inAnyNamespace().runnableInformer(0)
                        : resources.inNamespace(namespace).runnableInformer(0);
    }

    CompletableFuture<Void> start(Changes changes) {
        informer.itemStore(new TrimmedResources())
                .exceptionHandler((started, failure) -> retry(failure))
                .addEventHandler(new ResourceEventHandler<>() {
                    @Override
                    public void onAdd(GenericKubernetesResource added) {
                        changes.changed(added);
                    }

                    @Override
                    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
                        changes.changed(after);
                    }

                    @Override
                    public void onDelete(GenericKubernetesResource deleted, boolean stateUnknown) {
                        changes.gone(deleted);
                    }
                });
        return informer.start().toCompletableFuture();
    }

    boolean isOfCluster() {
        return ofCluster;
    }

    @Nullable
    GenericKubernetesResource get(String key) {
        return informer.getStore().getByKey(key);
    }

    List<GenericKubernetesResource> all() {
        return informer.getStore().list();
    }

    /** Describes why the watch receives no changes; empty if it does. */
    Optional<String> trouble() {
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
        String why = cause instanceof KubernetesClientException refused ? explain(refused.getCode()) : cause.toString();
        if (!why.equals(trouble)) {
            LOG.warn("{}: {}", name, why);
        }
        trouble = why;
        return true;
    }

    private static String explain(int code) {
        return switch (code) {
            case 403 -> "HTTP 403, the controller has no permission to list and watch them";
            case 404 -> "HTTP 404, the custom resource definition does not exist";
            case 0 -> "no response";
            default -> "HTTP " + code;
        };
    }
}
