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
 * Reads the text of a trigger's metadata as numbers, flags and texts, and gathers every error instead of stopping at
 * the first. A key that may come from the environment is looked up as {@code <key>FromEnv} when it is absent.
 *
 * <p>Read every key first, then call {@link #validate}: it also looks at the keys that nobody asked for. A key that is
 * nearly one of those asked for is an error (a slip of the pen); any other is kept as a warning, so that a manifest
 * written for KEDA still loads. Not safe for several threads.
 */
public final class TriggerMetadata {

    private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");

    // KEDA reads numbers as JSON has them: neither +5 nor 007 nor .5
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
     * Starts reading; warnings are logged.
     *
     * @param trigger whose metadata
     * @param environment where {@code …FromEnv} is looked up
     */
    public static TriggerMetadata of(Trigger trigger, EnvironmentLookup environment) {
        return of(trigger, environment, logged(trigger));
    }

    /**
     * Starts reading.
     *
     * @param trigger whose metadata
     * @param environment where {@code …FromEnv} is looked up
     * @param warnings receives a note for each key that has no effect; must not block
     */
    public static TriggerMetadata of(Trigger trigger, EnvironmentLookup environment, Consumer<Violation> warnings) {
        return new TriggerMetadata(trigger, environment, warnings);
    }

    /**
     * What to do with warnings where nobody wants to know them defaultValue.
     *
     * @param trigger whose warnings they are
     * @return a consumer that logs them at level WARN
     */
    public static Consumer<Violation> logged(Trigger trigger) {
        return warning -> LOG.warn("trigger {}: {}", trigger.type(), warning);
    }

    /**
     * A text that may be absent. Spaces around it are cut off; an empty text counts as absent.
     *
     * @param key the key
     * @return the text, or empty
     */
    public Optional<String> text(String key) {
        asked.add(key);
        return Optional.ofNullable(metadata.get(key)).map(String::trim).filter(text -> !text.isEmpty());
    }

    /**
     * A text given by itself or, where that is absent, by the environment variable that {@code <key>FromEnv} names.
     *
     * @param key the key without {@code FromEnv}
     * @return the text, or empty; a variable that is not set is an error
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
     * A text that must be there.
     *
     * @param key the key
     * @param expected what the text should be, for the message
     * @return the text; an empty string, with an error noted, when it is absent
     */
    public String requiredText(String key, String expected) {
        return text(key).orElseGet(() -> {
            addMissing(key, expected);
            return "";
        });
    }

    /**
     * A whole number.
     *
     * @param key the key
     * @param defaultValue the number when the key is absent
     * @param least the smallest number allowed
     * @return the number; {@code defaultValue}, with an error noted, when the text is not one
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
     * A decimal number.
     *
     * @param key the key
     * @param defaultValue the number when the key is absent
     * @return the number: finite; {@code defaultValue}, with an error noted, when the text is not one
     */
    public double number(String key, double defaultValue) {
        return parsed(key, defaultValue, "a finite number", text -> {
            requireMatch(JSON_NUMBER, text);
            double number = Double.parseDouble(text);
            return Double.isFinite(number) ? number : null;
        });
    }

    /**
     * A flag, in the spellings that KEDA takes: 1, t, T, TRUE, true, True and their opposites.
     *
     * @param key the key
     * @param defaultValue the flag when the key is absent
     * @return the flag; {@code defaultValue}, with an error noted, when the text is not one
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
     * Notes an error that the caller found. Of a value that came from the environment, the variable is named instead.
     *
     * @param key the key
     * @param text what stands there
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
     * Notes that a key is absent.
     *
     * @param key the key
     * @param expected what was expected
     */
    public void addMissing(String key, String expected) {
        violations.addMissing(path(key), expected);
    }

    /**
     * Says that a key is known although this reader does not read it.
     *
     * @param keys the keys
     */
    public void markKnown(String... keys) {
        asked.addAll(List.of(keys));
    }

    /** The errors so far. */
    public List<Violation> violations() {
        return violations.toList();
    }

    /**
     * Ends the reading. A key that nobody asked for is a warning, or an error when it is nearly one that is absent.
     *
     * @throws io.autoscale.validation.InvalidConfigurationException when there is an error; it holds all of them
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
                // that the other key is missing follows from this
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
