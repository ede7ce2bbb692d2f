// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.auth.AuthProvider;
import io.autoscale.auth.Authentication;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.source.SourceContext;
import io.autoscale.trigger.Trigger;
import io.autoscale.trigger.TriggerMetadata;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Creates the source of one trigger in two steps, so that unchanged credentials do not create a new source. */
final class SourceMaker {

    private static final String FROM_ENV = "FromEnv";
    private static final String MASK = "****";
    /** Shorter texts are not treated as secrets because they occur in many words. */
    private static final int SHORTEST_SECRET = 6;

    private final ScalerSourceFactory factory;
    private final AuthProvider provider;
    private final ReadingTarget target;
    private final int index;
    private final InstantSource clock;

    SourceMaker(
            ScalerSourceFactory factory, AuthProvider provider, ReadingTarget target, int index, InstantSource clock) {
        this.factory = factory;
        this.provider = provider;
        this.target = target;
        this.index = index;
        this.clock = clock;
    }

    /** Returns the version of the current credentials. Does no I/O. */
    Object version() {
        return provider.version(target.authentication(trigger()));
    }

    /** Resolves the credentials and variables that a source depends on and that may change. May block. */
    Credentials resolved() {
        return new Credentials(provider.resolve(target.authentication(trigger())), variables());
    }

    ScalerSource make(Credentials credentials) {
        return factory.create(new SourceContext(
                trigger(),
                index,
                credentials.authentication(),
                target.environment(),
                clock,
                target.pollingInterval(),
                TriggerMetadata.logged(trigger())));
    }

    private Trigger trigger() {
        return target.triggers().get(index);
    }

    private Map<String, Optional<String>> variables() {
        Map<String, Optional<String>> values = new TreeMap<>();
        trigger().metadata().forEach((key, variable) -> {
            // as in TriggerMetadata, an empty text counts as absent
            String own = trigger().metadata().getOrDefault(withoutSuffix(key), "");
            if (key.endsWith(FROM_ENV) && own.isBlank() && !variable.isBlank()) {
                values.put(variable.trim(), target.environment().get(variable.trim()));
            }
        });
        return values;
    }

    private static String withoutSuffix(String key) {
        return key.endsWith(FROM_ENV) ? key.substring(0, key.length() - FROM_ENV.length()) : key;
    }

    /** Only compared, never printed. */
    record Credentials(Authentication authentication, Map<String, Optional<String>> variables) {

        String masked(String text) {
            // the longest first, because one may contain another
            Map<String, String> masks = new TreeMap<>(
                    Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
            variables.forEach((name, value) -> masks.put(value.orElse(""), "$(" + name + ")"));
            for (String name : authentication.parameters().names()) {
                masks.put(authentication.parameters().get(name).orElseThrow().reveal(), MASK);
            }
            String masked = text;
            for (Map.Entry<String, String> mask : masks.entrySet()) {
                // a role is often configured next to keys, and permission errors need to show it
                if (mask.getKey().length() >= SHORTEST_SECRET && !mask.getKey().startsWith("arn:")) {
                    masked = withoutCut(masked.replace(mask.getKey(), mask.getValue()), mask.getKey());
                }
            }
            return masked;
        }

        /**
         * Masks a prefix of a secret before an ellipsis, because the text may have been truncated inside the secret.
         */
        private static String withoutCut(String text, String secret) {
            String left = text;
            for (int cut = left.indexOf('…'); cut >= 0; cut = left.indexOf('…', cut + 1)) {
                for (int length = Math.min(cut, secret.length() - 1); length >= SHORTEST_SECRET; length--) {
                    if (left.regionMatches(cut - length, secret, 0, length)) {
                        left = left.substring(0, cut - length) + MASK + left.substring(cut);
                        cut += MASK.length() - length;
                        break;
                    }
                }
            }
            return left;
        }

        @Override
        public String toString() {
            return authentication.toString();
        }
    }
}
