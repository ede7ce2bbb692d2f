// SPDX-License-Identifier: Apache-2.0
package io.autoscale.auth;

import org.jspecify.annotations.Nullable;

/** Credentials could not be resolved. The message says what is missing and where, and holds no secret. */
public class AuthenticationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what is missing, with kind, namespace, name and key where they are known; never a secret
     */
    public AuthenticationException(String message) {
        this(message, null);
    }

    /**
     * Makes the exception.
     *
     * @param message what is missing; never a secret
     * @param cause what went wrong below, or null
     */
    public AuthenticationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
