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
     * Sets the lookup of authentications. The default finds none.
     *
     * @param lookup authentications from files ({@link TriggerAuthentications#of}) or from the cluster
     *     ({@code ClusterAuthentications}); closed with the provider
     */
    public KubernetesAuthProviderBuilder authentications(TriggerAuthentications lookup) {
        this.authentications = Objects.requireNonNull(lookup, "authentications");
        return this;
    }

    /**
     * Sets the namespace that cluster authentications read. The default is the namespace of the client.
     *
     * @param namespace the controller's namespace
     */
    public KubernetesAuthProviderBuilder controllerNamespace(String namespace) {
        this.controllerNamespace = Objects.requireNonNull(namespace, "controllerNamespace");
        return this;
    }

    /**
     * Sets the root directory of {@code filePath}. If it is not set, such a parameter is an error.
     *
     * @param folder the root directory
     */
    public KubernetesAuthProviderBuilder fileRoot(Path folder) {
        this.fileRoot = Objects.requireNonNull(folder, "fileRoot");
        return this;
    }

    /**
     * Sets the store of secrets outside the cluster ({@code awsSecretManager}). If it is not set, such a parameter is
     * an error.
     *
     * @param store the store
     */
    public KubernetesAuthProviderBuilder secretStore(SecretStore store) {
        this.secretStore = Objects.requireNonNull(store, "secretStore");
        return this;
    }

    /**
     * Sets the timeout of the first read of an object. The default is 5 s.
     *
     * @param timeout above zero
     */
    public KubernetesAuthProviderBuilder requestTimeout(Duration timeout) {
        this.requestTimeout = Objects.requireNonNull(timeout, "requestTimeout");
        return this;
    }

    /**
     * Sets the clock for the expiry of tokens and cached secrets. The default is the system clock.
     *
     * @param time the clock
     */
    public KubernetesAuthProviderBuilder clock(InstantSource time) {
        this.clock = Objects.requireNonNull(time, "clock");
        return this;
    }

    /**
     * Creates the provider. Nothing is read before the first request.
     *
     * @return the provider; the caller closes it
     */
    public KubernetesAuthProvider build() {
        return new KubernetesAuthProvider(this);
    }
}
