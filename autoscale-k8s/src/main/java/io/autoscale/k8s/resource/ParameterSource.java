// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.resource;

import io.autoscale.auth.SecretQuery;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The source of one parameter of an authentication. */
public sealed interface ParameterSource {

    /** The name of the parameter, such as {@code awsAccessKeyID}. */
    String parameter();

    /**
     * A key of a Secret.
     *
     * @param parameter the name of the parameter
     * @param name the name of the Secret
     * @param key the key in the Secret
     */
    record SecretKey(String parameter, String name, String key) implements ParameterSource {

        public SecretKey {
            Objects.requireNonNull(parameter, "parameter");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(key, "key");
        }
    }

    /**
     * A key of a ConfigMap.
     *
     * @param parameter the name of the parameter
     * @param name the name of the ConfigMap
     * @param key the key in the ConfigMap
     */
    record ConfigMapKey(String parameter, String name, String key) implements ParameterSource {

        public ConfigMapKey {
            Objects.requireNonNull(parameter, "parameter");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(key, "key");
        }
    }

    /**
     * An environment variable of a container of the workload.
     *
     * @param parameter the name of the parameter
     * @param name the name of the variable
     * @param containerName the name of the container; empty for the first
     */
    record ContainerVariable(String parameter, String name, String containerName) implements ParameterSource {

        public ContainerVariable {
            Objects.requireNonNull(parameter, "parameter");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(containerName, "containerName");
        }
    }

    /**
     * A JSON file that maps parameter names to values, below the root directory of the controller. Only for cluster
     * authentications.
     *
     * @param path the path relative to the root
     */
    record ParameterFile(String path) implements ParameterSource {

        public ParameterFile {
            Objects.requireNonNull(path, "path");
        }

        /** All parameters in the file. */
        @Override
        public String parameter() {
            return "filePath";
        }
    }

    /**
     * A token that is requested for a service account.
     *
     * @param parameter the name of the parameter
     * @param serviceAccountName the name of the service account
     */
    record BoundToken(String parameter, String serviceAccountName) implements ParameterSource {

        public BoundToken {
            Objects.requireNonNull(parameter, "parameter");
            Objects.requireNonNull(serviceAccountName, "serviceAccountName");
        }
    }

    /**
     * A secret stored outside the cluster.
     *
     * @param parameter the name of the parameter
     * @param query the secret
     * @param jsonKey the key if the secret is a JSON object; null to use the whole secret
     */
    record ExternalSecret(
            String parameter, SecretQuery query, @Nullable String jsonKey) implements ParameterSource {

        public ExternalSecret {
            Objects.requireNonNull(parameter, "parameter");
            Objects.requireNonNull(query, "query");
        }
    }
}
