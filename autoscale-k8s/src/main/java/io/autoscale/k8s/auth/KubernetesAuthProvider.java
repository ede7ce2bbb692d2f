// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.auth;

import io.autoscale.auth.AuthParameters;
import io.autoscale.auth.AuthProvider;
import io.autoscale.auth.Authentication;
import io.autoscale.auth.AuthenticationException;
import io.autoscale.auth.AuthenticationRef;
import io.autoscale.auth.AuthenticationRequest;
import io.autoscale.auth.IdentityOwner;
import io.autoscale.auth.PodIdentity;
import io.autoscale.auth.Secret;
import io.autoscale.k8s.auth.WatchedObjects.Kind;
import io.autoscale.k8s.resource.ParameterSource;
import io.autoscale.k8s.resource.ParameterSource.SecretKey;
import io.autoscale.k8s.resource.SecretStoreAccess;
import io.autoscale.k8s.resource.TriggerAuthentication;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Resolves {@code TriggerAuthentication} and {@code ClusterTriggerAuthentication}. Reads Secrets, ConfigMaps,
 * containers, files, service accounts and secret stores outside the cluster. Objects in the cluster are watched, so
 * that a rotated Secret is detected without a request.
 *
 * <p>A namespaced authentication reads only its own namespace. A cluster authentication reads the namespace of the
 * controller.
 *
 * <p>Thread-safe. The client is closed by its owner. Closing this object closes its watches.
 */
public final class KubernetesAuthProvider implements AuthProvider, AutoCloseable {

    private static final String ROLE_ANNOTATION = "eks.amazonaws.com/role-arn";

    private final TriggerAuthentications authentications;
    private final String controllerNamespace;
    private final WatchedObjects objects;
    private final ClusterValues values;
    private final FileValues files;
    private final BoundTokens tokens;
    private final ExternalSecrets secrets;

    KubernetesAuthProvider(KubernetesAuthProviderBuilder builder) {
        this.authentications = builder.authentications;
        this.controllerNamespace = builder.controllerNamespace;
        this.objects = new WatchedObjects(builder.client, builder.clock, builder.requestTimeout);
        this.values = new ClusterValues(objects);
        this.files = new FileValues(builder.fileRoot);
        this.tokens = new BoundTokens(builder.client, builder.clock);
        this.secrets = new ExternalSecrets(builder.secretStore, builder.clock);
    }

    /**
     * Returns a builder for a provider.
     *
     * @param client the client; closed by its owner
     * @return a builder with every default set
     */
    public static KubernetesAuthProviderBuilder builder(KubernetesClient client) {
        return new KubernetesAuthProviderBuilder(client);
    }

    @Override
    public Authentication resolve(AuthenticationRequest request) {
        Optional<TriggerAuthentication> found = find(request);
        if (found.isEmpty()) {
            return Authentication.none();
        }
        TriggerAuthentication authentication = found.get();
        Map<String, String> parameters = new LinkedHashMap<>();
        for (ParameterSource source : authentication.parameters()) {
            if (source instanceof ParameterSource.ParameterFile file) {
                parameters.putAll(files.read(ofCluster(file, authentication)));
            } else {
                parameters.put(source.parameter(), value(source, authentication, request));
            }
        }
        return new Authentication(AuthParameters.of(parameters), identity(authentication.podIdentity(), request));
    }

    /** Sends no request: objects in the cluster are watched. */
    @Override
    public Object version(AuthenticationRequest request) {
        Optional<TriggerAuthentication> found = find(request);
        if (found.isEmpty()) {
            return "";
        }
        TriggerAuthentication authentication = found.get();
        List<Object> parts = new ArrayList<>();
        parts.add(authentication);
        for (ParameterSource source : authentication.parameters()) {
            parts.add(version(source, authentication, request));
        }
        if (isOfWorkload(authentication.podIdentity())) {
            parts.add(objects.version(
                    new WatchedObjects.Key(Kind.SERVICE_ACCOUNT, request.namespace(), request.serviceAccount())));
        }
        return List.copyOf(parts);
    }

    /**
     * Returns a variable of a container in a namespace, including variables from Secrets and ConfigMaps.
     *
     * @param container the container
     * @param namespace the namespace of its pods
     * @param variable the name of the variable
     * @return the value, or empty if the container does not set the variable
     * @throws AuthenticationException if the variable refers to something missing; the message names kind, namespace,
     *     name and key
     */
    public Optional<String> variable(Container container, String namespace, String variable) {
        return new ContainerVariables(values, namespace).get(container, variable);
    }

    /** Closes the watches and the lookup of authentications. */
    @Override
    public void close() {
        authentications.close();
        objects.close();
    }

    private Optional<TriggerAuthentication> find(AuthenticationRequest request) {
        AuthenticationRef ref = request.reference();
        if (ref == null) {
            return Optional.empty();
        }
        boolean ofCluster = ref.kind() == AuthenticationRef.Kind.CLUSTER_TRIGGER_AUTHENTICATION;
        TriggerAuthentication found = authentications
                .find(ref, request.namespace())
                .orElseThrow(() -> new AuthenticationException((ofCluster
                                ? "ClusterTriggerAuthentication "
                                : "TriggerAuthentication " + request.namespace() + "/")
                        + ref.name() + " does not exist"));
        if (!ofCluster && !request.namespace().equals(found.namespace())) {
            throw new AuthenticationException("TriggerAuthentication " + found.namespace() + "/" + ref.name()
                    + " is not for namespace " + request.namespace());
        }
        return Optional.of(found);
    }

    private String namespaceOf(TriggerAuthentication authentication) {
        return Objects.requireNonNullElse(authentication.namespace(), controllerNamespace);
    }

    private static String ofCluster(ParameterSource.ParameterFile file, TriggerAuthentication authentication) {
        if (authentication.namespace() != null) {
            throw new AuthenticationException("filePath: '" + file.path()
                    + "' is not valid in a TriggerAuthentication, expected it in a ClusterTriggerAuthentication");
        }
        return file.path();
    }

    private String value(ParameterSource source, TriggerAuthentication authentication, AuthenticationRequest request) {
        String namespace = namespaceOf(authentication);
        if (source instanceof SecretKey secret) {
            return values.secret(namespace, secret.name(), secret.key());
        }
        if (source instanceof ParameterSource.ConfigMapKey map) {
            return values.configMap(namespace, map.name(), map.key());
        }
        if (source instanceof ParameterSource.ContainerVariable variable) {
            return request.environment()
                    .get(variable.containerName(), variable.name())
                    .orElseThrow(() -> new AuthenticationException("environment variable " + variable.name()
                            + " is not set in "
                            + (variable.containerName().isEmpty()
                                    ? "the first container"
                                    : "container " + variable.containerName())
                            + " of " + request.namespace() + "/" + request.workload()));
        }
        if (source instanceof ParameterSource.BoundToken token) {
            return tokens.token(namespace, token.serviceAccountName());
        }
        return secrets.read((ParameterSource.ExternalSecret) source, storeCaller(authentication, request));
    }

    private Object version(
            ParameterSource source, TriggerAuthentication authentication, AuthenticationRequest request) {
        String namespace = namespaceOf(authentication);
        if (source instanceof SecretKey secret) {
            return objects.version(new WatchedObjects.Key(Kind.SECRET, namespace, secret.name()));
        }
        if (source instanceof ParameterSource.ConfigMapKey map) {
            return objects.version(new WatchedObjects.Key(Kind.CONFIG_MAP, namespace, map.name()));
        }
        if (source instanceof ParameterSource.ContainerVariable variable) {
            return request.environment()
                    .get(variable.containerName(), variable.name())
                    .map(Secret::of);
        }
        if (source instanceof ParameterSource.ParameterFile file) {
            return files.version(ofCluster(file, authentication));
        }
        if (source instanceof ParameterSource.BoundToken token) {
            return tokens.version(namespace, token.serviceAccountName());
        }
        return secrets.version((ParameterSource.ExternalSecret) source, storeCaller(authentication, request));
    }

    private Authentication storeCaller(TriggerAuthentication authentication, AuthenticationRequest request) {
        SecretStoreAccess access = authentication.storeAccess();
        if (access == null) {
            return new Authentication(AuthParameters.none(), PodIdentity.aws());
        }
        Map<String, String> keys = new LinkedHashMap<>();
        for (SecretKey key : access.keys()) {
            keys.put(key.parameter(), values.secret(namespaceOf(authentication), key.name(), key.key()));
        }
        return new Authentication(AuthParameters.of(keys), identity(access.podIdentity(), request));
    }

    private PodIdentity identity(PodIdentity identity, AuthenticationRequest request) {
        if (!isOfWorkload(identity)) {
            return identity;
        }
        String account = "ServiceAccount " + request.namespace() + "/" + request.serviceAccount();
        ServiceAccount found = objects.serviceAccount(request.namespace(), request.serviceAccount())
                .orElseThrow(() -> new AuthenticationException(
                        account + " does not exist, expected one with the annotation " + ROLE_ANNOTATION));
        Map<String, String> annotations = found.getMetadata().getAnnotations();
        String role = annotations == null ? null : annotations.get(ROLE_ANNOTATION);
        if (role == null || role.isBlank()) {
            throw new AuthenticationException(account + " has no annotation " + ROLE_ANNOTATION
                    + ", expected the ARN of the role of the workload");
        }
        return identity.assuming(role.trim());
    }

    /** If the owner is the workload, the role is that of its service account, unless a role is specified. */
    private static boolean isOfWorkload(PodIdentity identity) {
        return identity.owner() == IdentityOwner.WORKLOAD && identity.roles().isEmpty();
    }
}
