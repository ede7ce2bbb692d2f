// SPDX-License-Identifier: Apache-2.0
package io.autoscale.source;

import io.autoscale.validation.ShownText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a metric could not be read. The kind defines whether a retry can succeed. The message contains no secret.
 */
public class ScalerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why a metric could not be read. */
    public enum Kind {
        /** The trigger is misconfigured. Waiting does not help. */
        CONFIGURATION(false),
        /**
         * The event source rejects the credentials or denies access. Waiting does not help, but permissions may change.
         */
        AUTHENTICATION(false),
        /**
         * No request was sent: a local rate limit, no free thread, or credentials that are not available yet. Waiting
         * helps.
         */
        NOT_SENT(true),
        /** The event source throttles calls. Waiting helps. */
        THROTTLED(true),
        /** The queue, table or stream does not exist. Waiting does not help, but it may be created. */
        NOT_FOUND(false),
        /** The event source is unreachable, fails or does not respond in time. Waiting helps. */
        UNAVAILABLE(true),
        /** The response is invalid. Waiting may help. */
        BAD_DATA(true);

        private final boolean transientError;

        Kind(boolean transientError) {
            this.transientError = transientError;
        }

        /**
         * Returns whether errors of this kind usually go away without intervention.
         *
         * @return true if waiting helps
         */
        public boolean isTransient() {
            return transientError;
        }
    }

    private static final int LONGEST = 2_000;

    /** Why the metric could not be read. */
    private final Kind kind;

    /**
     * Creates an exception.
     *
     * @param kind the kind of failure
     * @param message what failed, without a secret; truncated to 2,000 characters, control characters are replaced
     */
    public ScalerException(Kind kind, String message) {
        this(kind, message, null);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param kind the kind of failure
     * @param message what failed, without a secret; truncated to 2,000 characters, control characters are replaced
     * @param cause the cause, or null
     */
    public ScalerException(Kind kind, String message, @Nullable Throwable cause) {
        super(ShownText.of(message, LONGEST), cause);
        this.kind = Objects.requireNonNull(kind, "kind");
    }

    /** Why the metric could not be read. */
    public Kind kind() {
        return kind;
    }
}
