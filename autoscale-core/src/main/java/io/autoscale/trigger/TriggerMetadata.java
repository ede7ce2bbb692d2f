// SPDX-License-Identifier: Apache-2.0
package io.autoscale.trigger;

import io.autoscale.validation.InvalidConfigurationException;
import io.autoscale.validation.Spelling;
import io.autoscale.validation.Violation;
import io.autoscale.validation.Violations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parses the text of a trigger's metadata as numbers, flags and strings, and collects all errors instead of stopping at
 * the first. If a key that supports it is absent, the environment variable named by {@code <key>FromEnv} is used.
 *
 * <p>Read every key, then call {@link #validate}, which also checks for unknown keys. An unknown key that is a probable
 * misspelling of an absent key is an error. Any other unknown key is a warning, so that manifests written for KEDA
 * still load. Not thread-safe.
 */
public final class TriggerMetadata {

    private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");

    // KEDA parses numbers as in JSON: +5, 007 and .5 are invalid
    private static final Pattern JSON_WHOLE = Pattern.compile("-?(0|[1-9][0-9]*)");
    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private static final String FROM_ENV = "FromEnv";

    private static final Logger LOG = LoggerFactory.getLogger(TriggerMetadata.class);

    private final String subject;
    private final Map<String, String> metadata;
    private final EnvironmentLookup environment;
    private final Consumer<Violation> warnings;
    private final Violations violations = new Violations();
    private final Set<String> asked = new TreeSet<>();

    private TriggerMetadata(Trigger trigger, EnvironmentLookup environment, Consumer<Violation> warnings) {
        this.subject = "trigger " + trigger.type();
        this.metadata = trigger.metadata();
        this.environment = environment;
        this.warnings = warnings;
    }

    /**
     * Creates a reader that logs warnings.
     *
     * @param trigger the trigger to read
     * @param environment used to resolve {@code …FromEnv}
     */
    public static TriggerMetadata of(Trigger trigger, EnvironmentLookup environment) {
        return of(trigger, environment, logged(trigger));
    }

    /**
     * Creates a reader.
     *
     * @param trigger the trigger to read
     * @param environment used to resolve {@code …FromEnv}
     * @param warnings receives a warning for each key that has no effect; must not block
     */
    public static TriggerMetadata of(Trigger trigger, EnvironmentLookup environment, Consumer<Violation> warnings) {
        return new TriggerMetadata(trigger, environment, warnings);
    }

    /**
     * Returns a consumer that logs warnings.
     *
     * @param trigger the trigger of the warnings
     * @return a consumer that logs at level WARN
     */
    public static Consumer<Violation> logged(Trigger trigger) {
        return warning -> LOG.warn("trigger {}: {}", trigger.type(), warning);
    }

    /**
     * Reads an optional text. Surrounding spaces are removed; an empty text counts as absent.
     *
     * @param key the key
     * @return the text, or empty
     */
    public Optional<String> text(String key) {
        asked.add(key);
        return Optional.ofNullable(metadata.get(key)).map(String::trim).filter(text -> !text.isEmpty());
    }

    /**
     * Reads a text or, if it is absent, the environment variable that {@code <key>FromEnv} names.
     *
     * @param key the key without {@code FromEnv}
     * @return the text, or empty; an unset variable is an error
     */
    public Optional<String> textOrFromEnv(String key) {
        Optional<String> own = text(key);
        Optional<String> variable = text(key + FROM_ENV);
        if (own.isPresent() || variable.isEmpty()) {
            return own;
        }
        Optional<String> value = environment.get(variable.get()).filter(text -> !text.isBlank());
        if (value.isEmpty()) {
            violations.add(
                    path(key + FROM_ENV),
                    variable.get(),
                    "the name of an environment variable that the source container sets");
        }
        return value;
    }

    /**
     * Reads a required text.
     *
     * @param key the key
     * @param expected the expected text, for the error message
     * @return the text; if it is absent, an empty string, and an error is recorded
     */
    public String requiredText(String key, String expected) {
        return text(key).orElseGet(() -> {
            addMissing(key, expected);
            return "";
        });
    }

    /**
     * Reads a whole number.
     *
     * @param key the key
     * @param defaultValue the value if the key is absent
     * @param least the minimum
     * @return the number; if the text is invalid, {@code defaultValue}, and an error is recorded
     */
    public long wholeNumber(String key, long defaultValue, long least) {
        String expected = (least == Long.MIN_VALUE ? "a whole number" : "a whole number >= " + least)
                + (isTooLong(key) ? " and at most " + Long.MAX_VALUE : "");
        return parsed(key, defaultValue, expected, text -> {
            requireMatch(JSON_WHOLE, text);
            long number = Long.parseLong(text);
            return number >= least ? number : null;
        });
    }

    /**
     * Reads a decimal number.
     *
     * @param key the key
     * @param defaultValue the value if the key is absent
     * @return a finite number; if the text is invalid, {@code defaultValue}, and an error is recorded
     */
    public double number(String key, double defaultValue) {
        return parsed(key, defaultValue, "a finite number", text -> {
            requireMatch(JSON_NUMBER, text);
            double number = Double.parseDouble(text);
            return Double.isFinite(number) ? number : null;
        });
    }

    /**
     * Reads a flag in the spellings of KEDA: 1, t, T, TRUE, true, True and their opposites.
     *
     * @param key the key
     * @param defaultValue the value if the key is absent
     * @return the flag; if the text is invalid, {@code defaultValue}, and an error is recorded
     */
    public boolean bool(String key, boolean defaultValue) {
        return parsed(key, defaultValue, "true or false", text -> {
            if (TRUE.contains(text)) {
                return Boolean.TRUE;
            }
            return FALSE.contains(text) ? Boolean.FALSE : null;
        });
    }

    /**
     * Records an error found by the caller. For a value from the environment, the message names the variable instead of
     * the value.
     *
     * @param key the key
     * @param text the invalid text
     * @param expected what was expected
     */
    public void reject(String key, String text, String expected) {
        String variable = metadata.get(key + FROM_ENV);
        if (variable != null && text(key).isEmpty()) {
            violations.add(path(key + FROM_ENV), variable, "a variable that holds " + expected);
        } else {
            violations.add(path(key), SensitiveKeys.shown(key, text), expected);
        }
    }

    /**
     * Records an error for an absent key.
     *
     * @param key the key
     * @param expected what was expected
     */
    public void addMissing(String key, String expected) {
        violations.addMissing(path(key), expected);
    }

    /**
     * Marks keys as known although this reader does not read them.
     *
     * @param keys the keys
     */
    public void markKnown(String... keys) {
        asked.addAll(List.of(keys));
    }

    /** The errors recorded so far. */
    public List<Violation> violations() {
        return violations.toList();
    }

    /**
     * Completes reading. An unknown key is a warning, or an error if it is a probable misspelling of an absent key.
     *
     * @throws io.autoscale.validation.InvalidConfigurationException if there is an error; contains all errors
     */
    public void validate() {
        List<Violation> errors = new ArrayList<>(violations.toList());
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            String key = entry.getKey();
            if (asked.contains(key)) {
                continue;
            }
            String near = nearest(key);
            if (near == null) {
                warnings.accept(
                        Violation.note(path(key), path(key) + " is not a key of " + subject + " and has no effect"));
            } else {
                // the misspelled key already explains why this key is missing
                errors.removeIf(error -> error.problem() == Violation.Problem.MISSING
                        && (error.path().equals(path(near)) || (error.path() + FROM_ENV).equals(path(near))));
                errors.add(new Violation(
                        path(key),
                        SensitiveKeys.shown(near, SensitiveKeys.shown(key, entry.getValue())),
                        "the key " + near));
            }
        }
        if (!errors.isEmpty()) {
            throw new InvalidConfigurationException(subject, errors);
        }
    }

    private boolean isTooLong(String key) {
        return text(key)
                .filter(text -> text.length() > 18 && JSON_WHOLE.matcher(text).matches())
                .isPresent();
    }

    private static void requireMatch(Pattern pattern, String text) {
        if (!pattern.matcher(text).matches()) {
            throw new NumberFormatException();
        }
    }

    private @Nullable String nearest(String key) {
        return Spelling.nearest(
                        key,
                        asked.stream()
                                .filter(known -> !metadata.containsKey(known))
                                .toList())
                .orElse(null);
    }

    private static String path(String key) {
        return "metadata." + key;
    }

    private <T> T parsed(String key, T defaultValue, String expected, Parser<T> parser) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return defaultValue;
        }
        T value;
        try {
            value = parser.parse(text.get());
        } catch (NumberFormatException e) {
            value = null;
        }
        if (value == null) {
            reject(key, text.get(), expected);
            return defaultValue;
        }
        return value;
    }

    private interface Parser<T> {
        @Nullable
        T parse(String text);
    }
}
