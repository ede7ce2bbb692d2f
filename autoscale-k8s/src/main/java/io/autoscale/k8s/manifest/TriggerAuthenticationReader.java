// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import io.autoscale.auth.AuthenticationRef;
import io.autoscale.auth.PodIdentity;
import io.autoscale.k8s.resource.ParameterSource;
import io.autoscale.k8s.resource.SecretStoreAccess;
import io.autoscale.k8s.resource.TriggerAuthentication;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Converts a {@code TriggerAuthentication} or {@code ClusterTriggerAuthentication} document to a value. */
final class TriggerAuthenticationReader {

    private static final String PARAMETER = "the name of a parameter such as awsAccessKeyID";

    private final AuthenticationRef.Kind kind;
    private final ManifestNode document;
    private final List<ParameterSource> parameters = new ArrayList<>();

    TriggerAuthenticationReader(AuthenticationRef.Kind kind, ManifestNode document) {
        this.kind = kind;
        this.document = document;
    }

    /** Returns the authentication; empty if there is no spec. Must not be used if an error was reported. */
    Optional<TriggerAuthentication> read(ManifestMetadata metadata) {
        return document.spec("the fields of a " + document.text("kind").orElse("TriggerAuthentication"))
                .map(spec -> {
                    readReferences(spec);
                    Optional<SecretStoreAccess> access = spec.object("awsSecretManager")
                            .map(manager -> new AwsSecretManagerReader(manager).read(parameters));
                    PodIdentity identity = spec.object("podIdentity")
                            .map(PodIdentityReader::read)
                            .orElse(PodIdentity.none());
                    List.of("hashiCorpVault", "azureKeyVault", "gcpSecretManager", "oauth2")
                            .forEach(spec::unsupported);
                    spec.finish();
                    return new TriggerAuthentication(
                            new AuthenticationRef(metadata.name(), kind),
                            isOfCluster() ? null : metadata.namespace(),
                            parameters,
                            identity,
                            access.orElse(null));
                });
    }

    private boolean isOfCluster() {
        return kind == AuthenticationRef.Kind.CLUSTER_TRIGGER_AUTHENTICATION;
    }

    private void readReferences(ManifestNode spec) {
        for (ManifestNode entry : spec.objects("secretTargetRef")) {
            parameters.add(new ParameterSource.SecretKey(
                    parameter(entry),
                    entry.requiredName("name", "Secret"),
                    entry.requiredText("key", "a key of the Secret")));
            entry.finish();
        }
        for (ManifestNode entry : spec.objects("configMapTargetRef")) {
            parameters.add(new ParameterSource.ConfigMapKey(
                    parameter(entry),
                    entry.requiredName("name", "ConfigMap"),
                    entry.requiredText("key", "a key of the ConfigMap")));
            entry.finish();
        }
        for (ManifestNode entry : spec.objects("env")) {
            parameters.add(new ParameterSource.ContainerVariable(
                    parameter(entry),
                    entry.requiredText("name", "the name of an environment variable"),
                    entry.text("containerName").orElse("")));
            entry.finish();
        }
        readFiles(spec);
        for (ManifestNode entry : spec.objects("boundServiceAccountToken")) {
            parameters.add(new ParameterSource.BoundToken(
                    parameter(entry), entry.requiredName("serviceAccountName", "ServiceAccount")));
            entry.finish();
        }
    }

    private void readFiles(ManifestNode spec) {
        if (!isOfCluster() && spec.has("filePath")) {
            spec.unexpected("filePath", "nothing: only a ClusterTriggerAuthentication reads files");
            return;
        }
        spec.text("filePath").filter(path -> !path.isEmpty()).ifPresent(path -> {
            if (path.chars().anyMatch(Character::isISOControl)) {
                spec.violation("filePath", path, "a path without control characters");
            }
            parameters.add(new ParameterSource.ParameterFile(path));
        });
    }

    static String parameter(ManifestNode entry) {
        return entry.requiredText("parameter", PARAMETER);
    }
}
