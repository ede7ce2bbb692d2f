// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import io.autoscale.auth.PodIdentity;
import io.autoscale.auth.SecretQuery;
import io.autoscale.k8s.resource.ParameterSource;
import io.autoscale.k8s.resource.SecretStoreAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code awsSecretManager}. */
final class AwsSecretManagerReader {

    private final ManifestNode manager;

    AwsSecretManagerReader(ManifestNode manager) {
        this.manager = manager;
    }

    /** Adds the parameters; returns the access used to read them, or null for the controller's own. */
    @Nullable
    SecretStoreAccess read(List<ParameterSource> parameters) {
        String region = text(manager, "region");
        List<ManifestNode> secrets = manager.objects("secrets");
        if (secrets.isEmpty() && !manager.has("secrets")) {
            manager.missing("secrets", "a list of secrets with parameter and name");
        }
        secrets.forEach(secret -> secret(secret, region).ifPresent(parameters::add));
        Optional<PodIdentity> identity = manager.object("podIdentity").map(PodIdentityReader::read);
        List<ParameterSource.SecretKey> keys = new ArrayList<>();
        manager.object("credentials").ifPresent(credentials -> readKeys(credentials, keys));
        manager.finish();
        if (!keys.isEmpty()
                && identity.filter(given -> !given.equals(PodIdentity.none())).isPresent()) {
            manager.unexpected("credentials", "nothing if podIdentity is set: use one or the other");
        }
        return keys.isEmpty() && identity.isEmpty()
                ? null
                : new SecretStoreAccess(identity.orElse(PodIdentity.none()), keys);
    }

    private static Optional<ParameterSource> secret(ManifestNode entry, @Nullable String region) {
        String parameter = TriggerAuthenticationReader.parameter(entry);
        String name = entry.requiredText("name", "the name or ARN of a secret");
        String versionId = text(entry, "versionId");
        String versionStage = text(entry, "versionStage");
        String jsonKey = text(entry, "secretKey");
        entry.finish();
        return name.isBlank()
                ? Optional.empty()
                : Optional.of(new ParameterSource.ExternalSecret(
                        parameter, new SecretQuery(name, versionId, versionStage, region), jsonKey));
    }

    private static void readKeys(ManifestNode credentials, List<ParameterSource.SecretKey> keys) {
        key(credentials, "accessKey", "awsAccessKeyID", true).ifPresent(keys::add);
        key(credentials, "accessSecretKey", "awsSecretAccessKey", true).ifPresent(keys::add);
        key(credentials, "accessToken", "awsSessionToken", false).ifPresent(keys::add);
        credentials.finish();
    }

    private static Optional<ParameterSource.SecretKey> key(
            ManifestNode credentials, String field, String parameter, boolean required) {
        Optional<ManifestNode> value = required
                ? credentials.requiredObject(field, "valueFrom.secretKeyRef with name and key")
                : credentials.object(field);
        Optional<ManifestNode> from =
                value.flatMap(node -> node.requiredObject("valueFrom", "secretKeyRef with name and key"));
        Optional<ParameterSource.SecretKey> key = from.flatMap(
                        node -> node.requiredObject("secretKeyRef", "name and key of a Secret"))
                .map(reference -> {
                    ParameterSource.SecretKey found = new ParameterSource.SecretKey(
                            parameter,
                            reference.requiredName("name", "Secret"),
                            reference.requiredText("key", "a key of the Secret"));
                    reference.finish();
                    return found;
                });
        from.ifPresent(ManifestNode::finish);
        value.ifPresent(ManifestNode::finish);
        return key;
    }

    private static @Nullable String text(ManifestNode node, String key) {
        return node.text(key).filter(text -> !text.isEmpty()).orElse(null);
    }
}
