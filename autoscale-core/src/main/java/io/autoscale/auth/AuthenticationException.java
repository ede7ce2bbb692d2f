// SPDX-License-Identifier: Apache-2.0
package io.autoscale.auth;

import io.autoscale.validation.ShownText;
import org.jspecify.annotations.Nullable;

/** Credentials could not be resolved. The message says what is missing and where, and holds no secret. */
public class AuthenticationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST = 2_000;

    /**
     * Makes the exception.
     *
     * @param message what is missing, with kind, namespace, name and key where they are known; never a secret;
     *     2,000 characters of it are kept, without control characters
     */
    public AuthenticationException(String message) {
        this(message, null);
    }

    /**
     * Makes the exception.
     *
     * @param message what is missing; never a secret; 2,000 characters of it are kept, without control characters
     * @param cause what went wrong below, or null
     */
    public AuthenticationException(String message, @Nullable Throwable cause) {
        super(ShownText.of(message, LONGEST), cause);
    }
}
