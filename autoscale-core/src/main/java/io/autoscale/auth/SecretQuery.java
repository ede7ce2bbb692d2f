// SPDX-License-Identifier: Apache-2.0
package io.autoscale.auth;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which secret of a {@link SecretStore} is wanted.
 *
 * @param name its name or ARN
 * @param versionId the version, or null for the one of the stage
 * @param versionStage the stage, or null for the current one
 * @param region the region of the store, or null for that of the program
 */
public record SecretQuery(
        String name,
        @Nullable String versionId,
        @Nullable String versionStage,
        @Nullable String region) {

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException when the name is blank
     */
    public SecretQuery {
        Objects.requireNonNull(name, "name");
        if (name.isBlank()) {
            throw new IllegalArgumentException("name: '" + name + "' is not valid, expected the name of a secret");
        }
    }
}
