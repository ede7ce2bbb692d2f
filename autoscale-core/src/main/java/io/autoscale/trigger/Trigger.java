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
 * A configured entry that defines what to watch and its target. The values are text as in KEDA, so that manifests and
 * typed builders produce the same triggers. Immutable. The text is validated when the scaler source is created.
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
     * Returns a builder for a trigger.
     *
     * @param type the text that selects an implementation, such as {@code aws-sqs-queue}
     */
    public static Builder builder(String type) {
        return new Builder(type);
    }

    /** The text that selects an implementation. */
    public String type() {
        return type;
    }

    /**
     * The name that the user gave the trigger.
     *
     * @return the name, or empty
     */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /**
     * The text that identifies the trigger in readings, health and events.
     *
     * @param index the position in its scaled job, from 0
     * @return its name, or its type and position, such as {@code aws-sqs-queue[0]}
     */
    public String label(int index) {
        return name().orElse(type + "[" + index + "]");
    }

    /**
     * The parameters of the trigger type, as text.
     *
     * @return an unmodifiable map in key order; keys are case-sensitive
     */
    public Map<String, String> metadata() {
        return metadata;
    }

    /**
     * The reference to the trigger's credentials.
     *
     * @return the reference, or empty
     */
    public Optional<AuthenticationRef> authenticationRef() {
        return Optional.ofNullable(authenticationRef);
    }

    /**
     * The type of the target. Must not be set for scaled jobs.
     *
     * @return the text, or empty
     */
    public Optional<String> metricType() {
        return Optional.ofNullable(metricType);
    }

    /**
     * Whether KEDA may use cached metrics. Has no effect for scaled jobs.
     *
     * @return the flag; false by default
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

    /** Returns the type, name and metadata, with a mask for each value that may be a secret. */
    @Override
    public String toString() {
        return "Trigger[" + type + (name == null ? "" : " " + name) + " " + SensitiveKeys.masked(metadata) + "]";
    }

    /** Builds a {@link Trigger}. Setters reject null with the name of the field. */
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
         * Sets the name of the trigger. Names are unique within a scaled job.
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
         * @param key the key; case-sensitive
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
         * Sets the reference to the credentials.
         *
         * @param reference the reference
         */
        public Builder authenticationRef(AuthenticationRef reference) {
            this.authenticationRef = Objects.requireNonNull(reference, "authenticationRef");
            return this;
        }

        /**
         * Sets the type of the target, as a manifest may. A scaled job rejects it.
         *
         * @param text the type
         */
        public Builder metricType(String text) {
            this.metricType = Objects.requireNonNull(text, "metricType");
            return this;
        }

        /**
         * Sets the flag, as a manifest may. It has no effect for scaled jobs.
         *
         * @param flag the flag
         */
        public Builder useCachedMetrics(boolean flag) {
            this.useCachedMetrics = flag;
            return this;
        }

        /** Creates the trigger. */
        public Trigger build() {
            return new Trigger(this);
        }
    }
}
