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

/** Makes the source of one trigger in two steps, so that credentials that are still the same make no new source. */
final class SourceMaker {

    private static final String FROM_ENV = "FromEnv";
    private static final String MASK = "****";
    /** Shorter texts are no secrets, and are part of many words. */
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

    /** The token of the credentials as they are now; no I/O. */
    Object version() {
        return provider.version(target.authentication(trigger()));
    }

    /** Everything that a source is made of and that may change by itself; may block. */
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
            // as TriggerMetadata reads them: an empty text is as good as none
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

    /** Compared, and never printed. */
    record Credentials(Authentication authentication, Map<String, Optional<String>> variables) {

        String masked(String text) {
            // the longest first: one may be part of another
            Map<String, String> masks = new TreeMap<>(
                    Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
            variables.forEach((name, value) -> masks.put(value.orElse(""), "$(" + name + ")"));
            for (String name : authentication.parameters().names()) {
                masks.put(authentication.parameters().get(name).orElseThrow().reveal(), MASK);
            }
            String masked = text;
            for (Map.Entry<String, String> mask : masks.entrySet()) {
                // a role is often given beside keys, and messages about rights need it
                if (mask.getKey().length() >= SHORTEST_SECRET && !mask.getKey().startsWith("arn:")) {
                    masked = withoutCut(masked.replace(mask.getKey(), mask.getValue()), mask.getKey());
                }
            }
            return masked;
        }

        /** Without the beginning of a secret before an ellipsis: the text may have been cut in the middle of it. */
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
