// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.auth;

import io.autoscale.auth.SecretStore;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds a {@link KubernetesAuthProvider}. */
public final class KubernetesAuthProviderBuilder {

    final KubernetesClient client;
    TriggerAuthentications authentications = TriggerAuthentications.of(List.of());
    String controllerNamespace;
    Duration requestTimeout = Duration.ofSeconds(5);
    InstantSource clock = InstantSource.system();

    @Nullable
    Path fileRoot;

    @Nullable
    SecretStore secretStore;

    KubernetesAuthProviderBuilder(KubernetesClient client) {
        this.client = Objects.requireNonNull(client, "client");
        this.controllerNamespace = Objects.requireNonNullElse(client.getNamespace(), "default");
    }

    /**
     * Sets where authentications are looked up; there are none unless set.
     *
     * @param lookup those of files ({@link TriggerAuthentications#of}), or those of the cluster ({@code
     *     ClusterAuthentications}); closed with the provider
     */
    public KubernetesAuthProviderBuilder authentications(TriggerAuthentications lookup) {
        this.authentications = Objects.requireNonNull(lookup, "authentications");
        return this;
    }

    /**
     * Sets the namespace in which authentications of the cluster kind read; the client's own unless set.
     *
     * @param namespace the controller's namespace
     */
    public KubernetesAuthProviderBuilder controllerNamespace(String namespace) {
        this.controllerNamespace = Objects.requireNonNull(namespace, "controllerNamespace");
        return this;
    }

    /**
     * Sets the folder below which {@code filePath} is read; unless set, such a parameter is an error.
     *
     * @param folder the folder
     */
    public KubernetesAuthProviderBuilder fileRoot(Path folder) {
        this.fileRoot = Objects.requireNonNull(folder, "fileRoot");
        return this;
    }

    /**
     * Sets who reads secrets outside the cluster ({@code awsSecretManager}); unless set, such a parameter is an error.
     *
     * @param store the store
     */
    public KubernetesAuthProviderBuilder secretStore(SecretStore store) {
        this.secretStore = Objects.requireNonNull(store, "secretStore");
        return this;
    }

    /**
     * Sets how long the first look at an object may take; 5 s unless set.
     *
     * @param timeout above zero
     */
    public KubernetesAuthProviderBuilder requestTimeout(Duration timeout) {
        this.requestTimeout = Objects.requireNonNull(timeout, "requestTimeout");
        return this;
    }

    /**
     * Sets the time by which tokens and kept secrets grow old; the system's unless set.
     *
     * @param time the clock
     */
    public KubernetesAuthProviderBuilder clock(InstantSource time) {
        this.clock = Objects.requireNonNull(time, "clock");
        return this;
    }

    /**
     * Makes the provider. Nothing is read before the first request.
     *
     * @return the provider; closed by the caller
     */
    public KubernetesAuthProvider build() {
        return new KubernetesAuthProvider(this);
    }
}
