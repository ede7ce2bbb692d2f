// SPDX-License-Identifier: Apache-2.0
package io.autoscale.validation;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds probable misspellings. */
public final class Spelling {

    private static final int NEAR = 2;

    private Spelling() {}

    /**
     * Returns the most similar known word.
     *
     * @param text the text
     * @param known the known words
     * @return the word with the fewest different letters, ignoring case: at most two, and fewer than the word has;
     *     empty if there is none
     */
    public static Optional<String> nearest(String text, Collection<String> known) {
        return known.stream()
                .filter(word -> isNear(text, word))
                .min(Comparator.comparingInt(word -> distance(text, word)));
    }

    static boolean isNear(String one, String other) {
        int distance = distance(one, other);
        return distance <= NEAR && distance < Math.min(one.length(), other.length());
    }

    private static int distance(String one, String other) {
        return levenshtein(one.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT));
    }

    /**
     * Returns the number of different letters between a word and the most similar part of a text. Case-sensitive.
     *
     * @param text a text
     * @param word a word
     * @return at least 0, at most the length of the word
     */
    public static int within(String text, String word) {
        int[] column = new int[word.length() + 1];
        for (int j = 0; j <= word.length(); j++) {
            column[j] = j;
        }
        int least = column[word.length()];
        for (int i = 0; i < text.length(); i++) {
            // a part may begin anywhere, so skipping the beginning is free
            int diagonal = 0;
            for (int j = 1; j <= word.length(); j++) {
                int change = diagonal + (text.charAt(i) == word.charAt(j - 1) ? 0 : 1);
                diagonal = column[j];
                column[j] = Math.min(change, Math.min(column[j], column[j - 1]) + 1);
            }
            least = Math.min(least, column[word.length()]);
        }
        return least;
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
