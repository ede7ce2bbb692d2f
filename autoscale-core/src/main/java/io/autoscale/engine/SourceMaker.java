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
            if (key.endsWith(FROM_ENV) && !trigger().metadata().containsKey(withoutSuffix(key))) {
                values.put(variable, target.environment().get(variable));
            }
        });
        return values;
    }

    private static String withoutSuffix(String key) {
        return key.substring(0, key.length() - FROM_ENV.length());
    }

    /** Compared, and never printed. */
    record Credentials(Authentication authentication, Map<String, Optional<String>> variables) {

        String masked(String text) {
            String masked = text;
            for (String name : authentication.parameters().names()) {
                String secret =
                        authentication.parameters().get(name).orElseThrow().reveal();
                // a role is often given beside keys, and messages about rights need it
                if (secret.length() >= SHORTEST_SECRET && !secret.startsWith("arn:")) {
                    masked = masked.replace(secret, MASK);
                }
            }
            for (Map.Entry<String, Optional<String>> variable : variables.entrySet()) {
                String value = variable.getValue().orElse("");
                if (value.length() >= SHORTEST_SECRET) {
                    masked = masked.replace(value, "$(" + variable.getKey() + ")");
                }
            }
            return masked;
        }

        @Override
        public String toString() {
            return authentication.toString();
        }
    }
}
