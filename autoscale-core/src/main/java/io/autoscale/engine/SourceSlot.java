// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.auth.AuthProvider;
import io.autoscale.auth.Authentication;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.source.SourceContext;
import io.autoscale.trigger.EnvironmentLookup;
import io.autoscale.trigger.Trigger;
import io.autoscale.trigger.TriggerMetadata;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the source of one trigger. The source is created when it is first needed, and again when its credentials or
 * variables have changed. A source with outdated credentials is kept, but not read, until the new one exists.
 */
final class SourceSlot {

    private static final Logger LOG = LoggerFactory.getLogger(SourceSlot.class);
    private static final String FROM_ENV = "FromEnv";

    private final Trigger trigger;
    private final int index;
    private final ScalerSourceFactory factory;
    private final AuthProvider provider;
    private final InstantSource clock;
    private volatile ReadingTarget target;
    private @Nullable Made made;
    private boolean invalid;
    private boolean closed;

    SourceSlot(
            ReadingTarget target, int index, ScalerSourceFactory factory, AuthProvider provider, InstantSource clock) {
        this.trigger = target.triggers().get(index);
        this.index = index;
        this.factory = factory;
        this.provider = provider;
        this.clock = clock;
        this.target = target;
    }

    /** Returns the version of the current credentials. Does no I/O. */
    Object version() {
        return provider.version(target.authentication(trigger));
    }

    boolean hasSameInputs(ReadingTarget other) {
        return other.hasSameSource(target, index);
    }

    /** Resolves credentials and variables from this specification from now on. */
    void update(ReadingTarget changed) {
        target = changed;
    }

    /** Resolves the credentials again before the next read, because they were rejected. */
    synchronized void invalidate() {
        invalid = true;
    }

    /** Masks the secrets of the credentials in a text. Responses of servers may repeat what was sent to them. */
    String masked(String text) {
        Made current = made();
        return current == null ? text : current.credentials().masked(text);
    }

    /** The metric, if it is known without reading. */
    Optional<MetricSpec> metric() {
        Made current = made();
        try {
            return current == null
                    ? Optional.empty()
                    : Optional.of(current.source().metric());
        } catch (RuntimeException | Error e) {
            LOG.debug("the metric of trigger {} is not known yet", trigger.label(index), e);
            return Optional.empty();
        }
    }

    /** Returns the source for a version of the credentials. Never called concurrently. May block. */
    ScalerSource open(Object version) {
        Made current;
        synchronized (this) {
            current = made;
            if (current != null && !invalid && current.version().equals(version)) {
                return current.source();
            }
            invalid = false;
        }
        try {
            return renewed(version, current);
        } catch (RuntimeException | Error e) {
            invalidate();
            throw e;
        }
    }

    private ScalerSource renewed(Object version, @Nullable Made current) {
        ReadingTarget from = target; // an update may replace it
        Credentials credentials =
                new Credentials(provider.resolve(from.authentication(trigger)), variables(from.environment()));
        if (current != null && current.credentials().equals(credentials)) {
            put(new Made(version, credentials, current.source()));
            return current.source();
        }
        ScalerSource source = factory.create(new SourceContext(
                trigger,
                index,
                credentials.authentication(),
                from.environment(),
                clock,
                from.pollingInterval(),
                TriggerMetadata.logged(trigger)));
        if (!put(new Made(version, credentials, source))) {
            closed(source);
            throw new ScalerException(ScalerException.Kind.UNAVAILABLE, "the registration is closed");
        }
        if (current != null) {
            closed(current.source());
        }
        return source;
    }

    private synchronized @Nullable Made made() {
        return made;
    }

    private synchronized boolean put(Made next) {
        if (closed) {
            return false;
        }
        made = next;
        return true;
    }

    void close() {
        Made last;
        synchronized (this) {
            closed = true;
            last = made;
            made = null;
        }
        if (last != null) {
            closed(last.source());
        }
    }

    private void closed(ScalerSource source) {
        try {
            source.close();
        } catch (RuntimeException | Error e) {
            LOG.warn("source of trigger {} did not close", trigger.label(index), e);
        }
    }

    /** Resolves the variables that the source depends on and that may change. */
    private Map<String, Optional<String>> variables(EnvironmentLookup environment) {
        Map<String, Optional<String>> values = new TreeMap<>();
        trigger.metadata().forEach((key, variable) -> {
            if (key.endsWith(FROM_ENV) && !variable.isBlank()) {
                // as in TriggerMetadata, an empty text counts as absent
                String own = trigger.metadata().getOrDefault(key.substring(0, key.length() - FROM_ENV.length()), "");
                if (own.isBlank()) {
                    values.put(variable.trim(), environment.get(variable.trim()));
                }
            }
        });
        return values;
    }

    private record Made(Object version, Credentials credentials, ScalerSource source) {}

    /** Only compared, never printed. */
    record Credentials(Authentication authentication, Map<String, Optional<String>> variables) {
        private static final String MASK = "****";
        /** Shorter texts are not treated as secrets because they occur in many words. */
        private static final int SHORTEST_SECRET = 6;

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
