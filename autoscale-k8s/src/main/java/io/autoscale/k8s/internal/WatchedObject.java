// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.internal;

import io.autoscale.auth.AuthenticationException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A watched object. Its current state is available without a request.
 *
 * @param <T> the type of the object
 */
public final class WatchedObject<T extends HasMetadata> implements WatchCache.Watch {

    private final String name;
    private final SharedIndexInformer<T> informer;
    private final CompletableFuture<Void> started;
    private volatile @Nullable Throwable trouble;

    /**
     * Starts a watch.
     *
     * @param name the name of the object in messages
     * @param informer the informer of the object, not started yet
     */
    public WatchedObject(String name, SharedIndexInformer<T> informer) {
        this.name = name;
        this.informer = informer;
        informer.exceptionHandler((begun, failure) -> {
            trouble = failure;
            return true;
        });
        this.started = informer.start().toCompletableFuture();
    }

    /**
     * Returns the last observed state of the object. It stays available if the watch is disconnected later.
     *
     * @param timeout how long to wait for the first state
     * @return the object; empty if it does not exist
     * @throws AuthenticationException if no state was received in time
     */
    public Optional<T> get(Duration timeout) {
        try {
            started.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AuthenticationException(name + " could not be read: interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AuthenticationException(name + " could not be read" + why(), e);
        }
        return informer.getStore().list().stream().findFirst();
    }

    /**
     * The last observed version.
     *
     * @return empty if the object does not exist or was not received yet
     */
    public String version() {
        return informer.getStore().list().stream()
                .findFirst()
                .map(object -> object.getMetadata().getUid() + "/"
                        + object.getMetadata().getResourceVersion())
                .orElse("");
    }

    @Override
    public void close() {
        informer.stop();
    }

    private String why() {
        Throwable cause = trouble;
        while (cause != null && !(cause instanceof KubernetesClientException)) {
            cause = cause.getCause();
        }
        if (cause instanceof KubernetesClientException refused && refused.getCode() > 0) {
            return ": HTTP " + refused.getCode()
                    + (refused.getCode() == 403 ? ", the controller has no permission to watch it" : "");
        }
        return ": timed out";
    }
}
