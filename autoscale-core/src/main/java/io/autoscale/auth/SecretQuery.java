// SPDX-License-Identifier: Apache-2.0
package io.autoscale.auth;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Identifies a secret of a {@link SecretStore}.
 *
 * @param name the name or ARN
 * @param versionId the version, or null to use the stage
 * @param versionStage the stage, or null for the current one
 * @param region the region of the store, or null for the region of the program
 */
public record SecretQuery(
        String name,
        @Nullable String versionId,
        @Nullable String versionStage,
        @Nullable String region) {

    /**
     * Validates the name.
     *
     * @throws IllegalArgumentException if the name is blank
     */
    public SecretQuery {
        Objects.requireNonNull(name, "name");
        if (name.isBlank()) {
            throw new IllegalArgumentException("name: '" + name + "' is not valid, expected the name of a secret");
        }
    }
}
