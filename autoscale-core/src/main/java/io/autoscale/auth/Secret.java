// SPDX-License-Identifier: Apache-2.0
package io.autoscale.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A secret text. It prints as a mask; only {@link #reveal()} returns the text. */
public final class Secret {

    private static final String MASK = "****";

    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /**
     * Wraps a text.
     *
     * @param text the secret text
     * @return the secret
     */
    public static Secret of(String text) {
        return new Secret(java.util.Objects.requireNonNull(text, "text"));
    }

    /**
     * Returns the text. Call it only where the text is passed to its consumer.
     *
     * @return the secret text
     */
    public String reveal() {
        return text;
    }

    /** Compares in a time that does not depend on the position of the first difference. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that
                && MessageDigest.isEqual(
                        text.getBytes(StandardCharsets.UTF_8), that.text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Returns a mask, the same for every secret. */
    @Override
    public String toString() {
        return MASK;
    }
}
