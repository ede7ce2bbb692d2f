// SPDX-License-Identifier: Apache-2.0
package io.autoscale.auth;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One role in the chain from the program's own identity to the role that signs.
 *
 * @param arn the ARN of the role
 * @param externalId the external ID that the role's trust policy requires, or null; never printed because some users
 *     treat it as a secret
 * @param sessionName the session name in audit logs, or null for {@code autoscale}
 * @param duration the duration of a session, or null for the service's default of one hour
 * @param tags session tags; may be empty
 */
public record RoleToAssume(
        String arn,
        @Nullable String externalId,
        @Nullable String sessionName,
        @Nullable Duration duration,
        Map<String, String> tags) {

    /**
     * Validates the values.
     *
     * @throws IllegalArgumentException if the ARN is blank or the duration is not above zero
     */
    public RoleToAssume {
        if (arn.isBlank()) {
            throw new IllegalArgumentException("roleArn: '" + arn + "' is not valid, expected the ARN of a role");
        }
        if (duration != null && (duration.isNegative() || duration.isZero())) {
            throw new IllegalArgumentException(
                    "duration: '" + duration + "' is not valid, expected a duration above zero");
        }
        tags = Map.copyOf(tags);
    }

    /**
     * Creates a role without conditions.
     *
     * @param arn the ARN of the role
     */
    public static RoleToAssume of(String arn) {
        return new RoleToAssume(Objects.requireNonNull(arn, "roleArn"), null, null, null, Map.of());
    }

    /**
     * Returns a copy with the external ID that its trust policy requires.
     *
     * @param id the external ID
     */
    public RoleToAssume withExternalId(String id) {
        return new RoleToAssume(arn, Objects.requireNonNull(id, "externalId"), sessionName, duration, tags);
    }

    /**
     * Returns a copy with a session name.
     *
     * @param name 2 to 64 letters, digits and {@code _+=,.@-}
     */
    public RoleToAssume withSessionName(String name) {
        return new RoleToAssume(arn, externalId, Objects.requireNonNull(name, "sessionName"), duration, tags);
    }

    /**
     * Returns a copy with another session duration. Sessions of a role that was itself assumed last at most one hour,
     * regardless of this value.
     *
     * @param length 15 min to 12 h, if the role allows it
     */
    public RoleToAssume withDuration(Duration length) {
        return new RoleToAssume(arn, externalId, sessionName, Objects.requireNonNull(length, "duration"), tags);
    }

    /**
     * Returns a copy with an additional session tag.
     *
     * @param key the key
     * @param value the value
     */
    public RoleToAssume withTag(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(tags);
        more.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
        return new RoleToAssume(arn, externalId, sessionName, duration, more);
    }

    /** Returns the ARN only. */
    @Override
    public String toString() {
        return arn;
    }
}
