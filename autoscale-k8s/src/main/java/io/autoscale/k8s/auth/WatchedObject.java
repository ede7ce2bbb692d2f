// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.auth;

import io.autoscale.auth.AuthenticationException;
import io.autoscale.k8s.internal.WatchCache;
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

/** One object under watch: what it is now costs no request. */
final class WatchedObject<T extends HasMetadata> implements WatchCache.Watch {

    private final String name;
    private final SharedIndexInformer<T> informer;
    private final CompletableFuture<Void> started;
    private volatile @Nullable Throwable trouble;

    WatchedObject(String name, SharedIndexInformer<T> informer) {
        this.name = name;
        this.informer = informer;
        informer.exceptionHandler((begun, failure) -> {
            trouble = failure;
            return true;
        });
        this.started = informer.start().toCompletableFuture();
    }

    /**
     * The object as it was seen last; waits, bounded, for the first look. A watch that is cut later keeps what it has.
     */
    Optional<T> get(Duration patience) {
        try {
            started.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AuthenticationException(name + " could not be read: interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AuthenticationException(name + " could not be read" + why(), e);
        }
        return informer.getStore().list().stream().findFirst();
    }

    /** The version that was seen last; empty for an object that is not there, or was not looked at yet. */
    String version() {
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
            return ": answered " + refused.getCode()
                    + (refused.getCode() == 403 ? ", the controller has no right to watch it" : "");
        }
        return ": not answered in time";
    }
}
