// SPDX-License-Identifier: Apache-2.0
package io.autoscale.trigger;

import java.util.Locale;

/** Tells a slip of the pen from another word: letter case aside, at most two letters differ. */
final class SpellingDistance {

    private static final int NEAR = 2;

    private SpellingDistance() {}

    static boolean isNear(String one, String other) {
        return levenshtein(one.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT)) <= NEAR;
    }

    private static int levenshtein(String one, String other) {
        int[] previous = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] current = new int[other.length() + 1];
            current[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int change = previous[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[other.length()];
    }
}
