// SPDX-License-Identifier: Apache-2.0
package io.autoscale.auth;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One role on the way from the program's own identity to the one that signs.
 *
 * @param arn the ARN of the role
 * @param externalId what the role's trust policy asks for, or null; never printed, since some treat it as a secret
 * @param sessionName under which the session is listed in audit logs, or null for {@code autoscale}
 * @param duration how long a session lasts, or null for the service's default of one hour
 * @param tags session tags; may be empty
 */
public record RoleToAssume(
        String arn,
        @Nullable String externalId,
        @Nullable String sessionName,
        @Nullable Duration duration,
        Map<String, String> tags) {

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException when the ARN is blank or the duration is not above zero
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
     * A role without conditions.
     *
     * @param arn the ARN of the role
     */
    public static RoleToAssume of(String arn) {
        return new RoleToAssume(Objects.requireNonNull(arn, "roleArn"), null, null, null, Map.of());
    }

    /**
     * The same role, with the external id that its trust policy asks for.
     *
     * @param id the external id
     */
    public RoleToAssume withExternalId(String id) {
        return new RoleToAssume(arn, Objects.requireNonNull(id, "externalId"), sessionName, duration, tags);
    }

    /**
     * The same role, with a session name of one's own.
     *
     * @param name 2 to 64 letters, digits and {@code _+=,.@-}
     */
    public RoleToAssume withSessionName(String name) {
        return new RoleToAssume(arn, externalId, Objects.requireNonNull(name, "sessionName"), duration, tags);
    }

    /**
     * The same role, with sessions of another length. A session of a role that was itself assumed lasts an hour at
     * most, whatever is asked for.
     *
     * @param length 15 minutes to 12 hours, as far as the role allows
     */
    public RoleToAssume withDuration(Duration length) {
        return new RoleToAssume(arn, externalId, sessionName, Objects.requireNonNull(length, "duration"), tags);
    }

    /**
     * The same role, with one more session tag.
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
