// SPDX-License-Identifier: Apache-2.0
package io.autoscale.auth;

import io.autoscale.validation.ShownText;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when credentials could not be resolved. The message names what is missing and where; it contains no secret.
 */
public class AuthenticationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST = 2_000;

    /**
     * Creates an exception.
     *
     * @param message what is missing, with kind, namespace, name and key if known; never a secret; truncated to 2,000
     *     characters, control characters are replaced
     */
    public AuthenticationException(String message) {
        this(message, null);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param message what is missing; never a secret; truncated to 2,000 characters, control characters are replaced
     * @param cause the cause, or null
     */
    public AuthenticationException(String message, @Nullable Throwable cause) {
        super(ShownText.of(message, LONGEST), cause);
    }
}
