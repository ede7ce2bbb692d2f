// SPDX-License-Identifier: Apache-2.0
package io.autoscale.source;

import io.autoscale.validation.ShownText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A metric could not be read. The kind says whether waiting helps; the message holds no secret. */
public class ScalerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why a metric could not be read. */
    public enum Kind {
        /** The trigger is set up wrongly. Waiting does not help. */
        CONFIGURATION(false),
        /** The event source does not know or does not admit the caller. Waiting does not help, but rights change. */
        AUTHENTICATION(false),
        /** Nothing was sent: a rate limit of our own, no thread, or credentials that are waited for. Waiting helps. */
        NOT_SENT(true),
        /** The event source asks for fewer calls. Waiting helps. */
        THROTTLED(true),
        /** The queue, table or stream is not there. Waiting does not help, but it may be created. */
        NOT_FOUND(false),
        /** The event source cannot be reached, is broken or does not answer in time. Waiting helps. */
        UNAVAILABLE(true),
        /** The answer makes no sense. Waiting may help. */
        BAD_DATA(true);

        private final boolean transientError;

        Kind(boolean transientError) {
            this.transientError = transientError;
        }

        /**
         * Says whether the error tends to go away by itself.
         *
         * @return true when waiting helps
         */
        public boolean isTransient() {
            return transientError;
        }
    }

    private static final int LONGEST = 2_000;

    /** Why the metric could not be read. */
    private final Kind kind;

    /**
     * Makes the exception.
     *
     * @param kind why
     * @param message what failed; never a secret; 2,000 characters of it are kept, without control characters
     */
    public ScalerException(Kind kind, String message) {
        this(kind, message, null);
    }

    /**
     * Makes the exception.
     *
     * @param kind why
     * @param message what failed; never a secret; 2,000 characters of it are kept, without control characters
     * @param cause what went wrong below, or null
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
