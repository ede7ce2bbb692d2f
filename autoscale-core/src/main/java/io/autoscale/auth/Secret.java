// SPDX-License-Identifier: Apache-2.0
package io.autoscale.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A text that must not be seen: it prints as a mask, and only {@link #reveal()} gives it away. */
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
     * @return the masked value
     */
    public static Secret of(String text) {
        return new Secret(java.util.Objects.requireNonNull(text, "text"));
    }

    /**
     * Gives the text away; call it only where the text is handed to the one who needs it.
     *
     * @return the secret text
     */
    public String reveal() {
        return text;
    }

    /** Compares in a time that does not depend on where two texts differ. */
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
