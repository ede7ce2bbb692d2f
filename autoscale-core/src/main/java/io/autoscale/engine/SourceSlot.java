// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.engine.SourceMaker.Credentials;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the source of one trigger. The source is created when it is first needed, and again when its credentials have
 * changed. A source with outdated credentials is kept, but not read, until the new one exists.
 */
final class SourceSlot {

    private static final Logger LOG = LoggerFactory.getLogger(SourceSlot.class);

    private final String label;
    private volatile SourceMaker maker;
    private @Nullable Made made;
    private boolean invalid;
    private boolean closed;

    SourceSlot(String label, SourceMaker maker) {
        this.label = label;
        this.maker = maker;
    }

    Object version() {
        return maker.version();
    }

    /** Uses another maker for the next source. */
    void remake(SourceMaker next) {
        maker = next;
    }

    /** Resolves the credentials again before the next read, because they were rejected. */
    synchronized void invalidate() {
        invalid = true;
    }

    /** Masks the secrets of the credentials in a text. Responses of servers may repeat what was sent to them. */
    String masked(String text) {
        Made current;
        synchronized (this) {
            current = made;
        }
        return current == null ? text : current.credentials().masked(text);
    }

    /** The metric, if it is known without reading. */
    Optional<MetricSpec> metric() {
        Made current;
        synchronized (this) {
            current = made;
        }
        try {
            return current == null
                    ? Optional.empty()
                    : Optional.of(current.source().metric());
        } catch (RuntimeException | Error e) {
            LOG.debug("the metric of trigger {} is not known yet", label, e);
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
        Credentials credentials = maker.resolved();
        if (current != null && current.credentials().equals(credentials)) {
            put(new Made(version, credentials, current.source()));
            return current.source();
        }
        ScalerSource source = maker.make(credentials);
        if (!put(new Made(version, credentials, source))) {
            closed(source);
            throw new ScalerException(ScalerException.Kind.UNAVAILABLE, "the registration is closed");
        }
        if (current != null) {
            closed(current.source());
        }
        return source;
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
            LOG.warn("source of trigger {} did not close", label, e);
        }
    }

    private record Made(Object version, Credentials credentials, ScalerSource source) {}
}
