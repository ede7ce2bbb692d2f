// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.resource;

import io.autoscale.auth.SecretQuery;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where one parameter of an authentication is. */
public sealed interface ParameterSource {

    /** The parameter that it gives, such as {@code awsAccessKeyID}. */
    String parameter();

    /**
     * A key of a Secret.
     *
     * @param parameter which parameter
     * @param name the Secret
     * @param key the key in it
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
     * @param parameter which parameter
     * @param name the ConfigMap
     * @param key the key in it
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
     * @param parameter which parameter
     * @param name the variable
     * @param containerName the container; empty for the first
     */
    record ContainerVariable(String parameter, String name, String containerName) implements ParameterSource {

        public ContainerVariable {
            Objects.requireNonNull(parameter, "parameter");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(containerName, "containerName");
        }
    }

    /**
     * A JSON file that maps parameters to values, below the root that the controller is given; of the cluster kind only.
     *
     * @param path the path below the root
     */
    record ParameterFile(String path) implements ParameterSource {

        public ParameterFile {
            Objects.requireNonNull(path, "path");
        }

        /** All that the file names. */
        @Override
        public String parameter() {
            return "filePath";
        }
    }

    /**
     * A token that is requested for a service account.
     *
     * @param parameter which parameter
     * @param serviceAccountName the service account
     */
    record BoundToken(String parameter, String serviceAccountName) implements ParameterSource {

        public BoundToken {
            Objects.requireNonNull(parameter, "parameter");
            Objects.requireNonNull(serviceAccountName, "serviceAccountName");
        }
    }

    /**
     * A secret that is kept outside the cluster.
     *
     * @param parameter which parameter
     * @param query the secret
     * @param jsonKey the key, where the secret is a JSON object; null for the secret as a whole
     */
    record ExternalSecret(
            String parameter, SecretQuery query, @Nullable String jsonKey) implements ParameterSource {

        public ExternalSecret {
            Objects.requireNonNull(parameter, "parameter");
            Objects.requireNonNull(query, "query");
        }
    }
}
