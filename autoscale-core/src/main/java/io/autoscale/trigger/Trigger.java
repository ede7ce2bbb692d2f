// SPDX-License-Identifier: Apache-2.0
package io.autoscale.trigger;

import io.autoscale.auth.AuthenticationRef;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One configured entry that says what to watch, with which target: text as a user of KEDA writes it,
 * so that a manifest and a typed builder end in the same value. Immutable; errors in the text are found when the
 * scaler source is built from it.
 */
public final class Trigger {

    private final String type;
    private final @Nullable String name;
    private final Map<String, String> metadata;
    private final @Nullable AuthenticationRef authenticationRef;
    private final @Nullable String metricType;
    private final boolean useCachedMetrics;

    private Trigger(Builder builder) {
        this.type = builder.type;
        this.name = builder.name;
        this.metadata = Collections.unmodifiableMap(new TreeMap<>(builder.metadata));
        this.authenticationRef = builder.authenticationRef;
        this.metricType = builder.metricType;
        this.useCachedMetrics = builder.useCachedMetrics;
    }

    /**
     * Starts a trigger.
     *
     * @param type the text that picks an implementation, such as {@code aws-sqs-queue}
     */
    public static Builder builder(String type) {
        return new Builder(type);
    }

    /** The text that picks an implementation. */
    public String type() {
        return type;
    }

    /**
     * The user's name for the trigger.
     *
     * @return the name, or empty
     */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /**
     * What the type needs to know, as text.
     *
     * @return an unmodifiable map in key order; keys are case-sensitive
     */
    public Map<String, String> metadata() {
        return metadata;
    }

    /**
     * Where the trigger's credentials are.
     *
     * @return the reference, or empty
     */
    public Optional<AuthenticationRef> authenticationRef() {
        return Optional.ofNullable(authenticationRef);
    }

    /**
     * The kind of target; must not be set for scaled jobs.
     *
     * @return the text, or empty
     */
    public Optional<String> metricType() {
        return Optional.ofNullable(metricType);
    }

    /**
     * Whether KEDA may answer from a cache; without effect for scaled jobs.
     *
     * @return the flag; false unless set
     */
    public boolean useCachedMetrics() {
        return useCachedMetrics;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Trigger that
                && type.equals(that.type)
                && Objects.equals(name, that.name)
                && metadata.equals(that.metadata)
                && Objects.equals(authenticationRef, that.authenticationRef)
                && Objects.equals(metricType, that.metricType)
                && useCachedMetrics == that.useCachedMetrics;
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, name, metadata, authenticationRef, metricType, useCachedMetrics);
    }

    /** Returns type, name and metadata, with a mask for each value that could be a secret. */
    @Override
    public String toString() {
        return "Trigger[" + type + (name == null ? "" : " " + name) + " " + SensitiveKeys.masked(metadata) + "]";
    }

    /** Builds a {@link Trigger}. Setters refuse null by the name of the field. */
    public static final class Builder {

        private final String type;
        private @Nullable String name;
        private final Map<String, String> metadata = new TreeMap<>();
        private @Nullable AuthenticationRef authenticationRef;
        private @Nullable String metricType;
        private boolean useCachedMetrics;

        private Builder(String type) {
            this.type = Objects.requireNonNull(type, "type");
        }

        /**
         * Names the trigger; names are unique in a scaled job.
         *
         * @param newName the name
         */
        public Builder name(String newName) {
            this.name = Objects.requireNonNull(newName, "name");
            return this;
        }

        /**
         * Sets one entry of the metadata.
         *
         * @param key the key; case matters
         * @param value the text
         */
        public Builder metadata(String key, String value) {
            Objects.requireNonNull(key, "a key of metadata");
            metadata.put(key, Objects.requireNonNull(value, () -> "metadata." + key));
            return this;
        }

        /**
         * Adds entries to the metadata.
         *
         * @param entries texts by key
         */
        public Builder metadata(Map<String, String> entries) {
            Objects.requireNonNull(entries, "metadata").forEach(this::metadata);
            return this;
        }

        /**
         * Says where the credentials are.
         *
         * @param reference the reference
         */
        public Builder authenticationRef(AuthenticationRef reference) {
            this.authenticationRef = Objects.requireNonNull(reference, "authenticationRef");
            return this;
        }

        /**
         * Sets the kind of target, as a manifest may; a scaled job refuses it.
         *
         * @param text the kind
         */
        public Builder metricType(String text) {
            this.metricType = Objects.requireNonNull(text, "metricType");
            return this;
        }

        /**
         * Sets the flag, as a manifest may; it has no effect for scaled jobs.
         *
         * @param flag the flag
         */
        public Builder useCachedMetrics(boolean flag) {
            this.useCachedMetrics = flag;
            return this;
        }

        /** Makes the trigger. */
        public Trigger build() {
            return new Trigger(this);
        }
    }
}
