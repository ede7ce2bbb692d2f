// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.cloudwatch;

import io.autoscale.aws.internal.call.CallGuards;
import io.autoscale.aws.internal.call.LeasePool;
import io.autoscale.aws.internal.call.Waiting;
import io.autoscale.aws.internal.source.SourceSetup;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The queries that share identity, endpoint and time window. When one is due, it is read together with all queries that
 * are due before the window moves on. A result is reused until it can have changed.
 */
final class MetricGroup implements LeasePool.Closeable {

    private static final Duration FIRST_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    /** The most calls of one read that search for the query which CloudWatch refuses. */
    private static final int MOST_SPLITS = 40;

    private static final int MORE_FOR_EACH_FOUND = 20;

    private final MetricWindow window;
    private final MetricDataReader reader;
    private final InstantSource clock;
    private final Executor executor;
    private final Duration timeout;
    private final Map<MetricQuery, Entry> entries = new HashMap<>();

    /** What is known of one query. */
    private static final class Entry {
        private int users;
        private @Nullable MetricOutcome outcome;
        private Instant freshUntil = Instant.MIN;
        private @Nullable Instant askedAt;
        private @Nullable Instant nextAskExpected;
        private Duration wait = Duration.ZERO;
        private boolean refusedAlone;
        private @Nullable CompletableFuture<Void> flight;
    }

    MetricGroup(MetricWindow window, SourceSetup setup) {
        this.window = window;
        this.timeout = setup.clients().settings().waitTimeout();
        this.reader = new MetricDataReader(
                setup.clients().lease(MetricDataReader.CLIENT, setup.target(), CallGuards.NOT_POLLED));
        this.clock = setup.clients().settings().clock();
        this.executor = setup.clients().background();
    }

    /** Adds a user of a query, until the result is closed. */
    synchronized LeasePool.Closeable join(MetricQuery query) {
        entry(query).users++;
        return LeasePool.Closeable.once(() -> leave(query));
    }

    private synchronized void leave(MetricQuery query) {
        Entry entry = entries.get(query);
        if (entry != null && --entry.users == 0) {
            entries.remove(query);
        }
    }

    @Override
    public void close() {
        reader.close();
    }

    MetricOutcome read(MetricQuery query) {
        Instant now = clock.instant();
        CompletableFuture<Void> flight;
        Entry entry;
        List<Runnable> starts = new ArrayList<>();
        synchronized (this) {
            entry = entries.get(query);
            if (entry == null) {
                throw new IllegalStateException("the source is closed");
            }
            if (entry.askedAt != null) {
                entry.nextAskExpected = now.plus(Duration.between(entry.askedAt, now));
            }
            entry.askedAt = now;
            if (entry.outcome != null && now.isBefore(entry.freshUntil)) {
                return entry.outcome;
            }
            if (entry.flight == null) {
                due(query, now).forEach(batch -> starts.add(startFetch(batch, now)));
            }
            flight = entry.flight;
        }
        starts.forEach(this::run);
        if (flight != null) {
            var unused = Waiting.on(flight, timeout, "CloudWatch GetMetricData of " + query.describe());
        }
        synchronized (this) {
            return entry.outcome == null
                    ? new MetricOutcome.Failed(Kind.UNAVAILABLE, query.describe() + " was not read")
                    : entry.outcome;
        }
    }

    /** The query of the caller, and all queries that are not fresh and are due before this result becomes old. */
    private List<List<MetricQuery>> due(MetricQuery asked, Instant now) {
        Instant holds = window.nextIntervalAt(now);
        List<MetricQuery> together = new ArrayList<>();
        List<List<MetricQuery>> batches = new ArrayList<>();
        entries.forEach((query, entry) -> {
            boolean wanted = query.equals(asked)
                    || (entry.flight == null
                            && !now.isBefore(entry.freshUntil)
                            && (entry.nextAskExpected == null || !entry.nextAskExpected.isAfter(holds)));
            if (wanted && entry.refusedAlone) {
                // alone, since it fails the call of its neighbors, and only for its own callers
                if (query.equals(asked)) {
                    batches.add(List.of(query));
                }
            } else if (wanted) {
                together.add(query);
            }
        });
        batches.addAll(MetricBatch.pack(together));
        return batches;
    }

    private Runnable startFetch(List<MetricQuery> batch, Instant now) {
        CompletableFuture<Void> flight = new CompletableFuture<>();
        batch.forEach(query -> entry(query).flight = flight);
        return () -> {
            try {
                fetch(batch, window.at(now));
            } catch (RuntimeException e) {
                fail(
                        batch,
                        Kind.UNAVAILABLE,
                        "CloudWatch GetMetricData failed: " + e.getClass().getSimpleName());
            } finally {
                endFetch(batch);
                flight.complete(null);
            }
        };
    }

    private void run(Runnable start) {
        try {
            executor.execute(start);
        } catch (RejectedExecutionException e) {
            // the queue is full: the caller reads
            start.run();
        }
    }

    private void fetch(List<MetricQuery> batch, MetricWindow.Interval interval) {
        List<List<MetricQuery>> left = new ArrayList<>();
        left.add(batch);
        int most = MOST_SPLITS;
        for (int calls = 0; !left.isEmpty(); calls++) {
            List<MetricQuery> part = left.remove(left.size() - 1);
            if (calls > most) {
                fail(part, Kind.UNAVAILABLE, "not read: CloudWatch rejected a batch that contains this query");
                continue;
            }
            try {
                Map<MetricQuery, MetricOutcome> outcomes = reader.read(part, interval);
                outcomes.forEach((query, outcome) -> store(query, outcome, interval));
            } catch (ScalerException e) {
                if (e.kind() == Kind.CONFIGURATION && part.size() > 1) {
                    // one query that is refused fails the whole call, so that halves are tried
                    int middle = part.size() / 2;
                    left.add(part.subList(0, middle));
                    left.add(part.subList(middle, part.size()));
                } else {
                    fail(part, e.kind(), String.valueOf(e.getMessage()));
                    if (e.kind() == Kind.CONFIGURATION) {
                        // found: it is read alone from now on, and its neighbors get more calls
                        most += MORE_FOR_EACH_FOUND;
                    }
                }
            }
        }
    }

    private void fail(List<MetricQuery> queries, Kind kind, String message) {
        MetricWindow.Interval interval = window.at(clock.instant());
        queries.forEach(query -> store(query, new MetricOutcome.Failed(kind, message), interval));
    }

    private synchronized void store(MetricQuery query, MetricOutcome outcome, MetricWindow.Interval interval) {
        Instant now = clock.instant();
        Entry entry = entries.get(query);
        if (entry == null) {
            return;
        }
        entry.outcome = outcome;
        if (outcome instanceof MetricOutcome.Failed failed) {
            entry.refusedAlone = failed.kind() == Kind.CONFIGURATION;
            Duration doubled =
                    entry.wait.isZero() || failed.kind().isTransient() ? FIRST_WAIT : entry.wait.multipliedBy(2);
            entry.wait = doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
            entry.freshUntil = now.plus(entry.wait);
            return;
        }
        entry.refusedAlone = false;
        entry.wait = Duration.ZERO;
        Instant next = interval.end().plus(window.period()).plus(window.offset());
        Instant again = now.plus(window.pace());
        if (outcome instanceof MetricOutcome.Datapoint datapoint && window.isNewest(interval, datapoint.timestamp())) {
            // there is no newer one to look for: at most one more look, when this one can change no more
            Instant settledAt = window.settledAt(interval);
            again = now.isBefore(settledAt) ? settledAt : next;
        }
        entry.freshUntil = again.isBefore(next) ? again : next;
    }

    private synchronized void endFetch(List<MetricQuery> batch) {
        batch.forEach(query -> {
            Entry entry = entries.get(query);
            if (entry != null) {
                entry.flight = null;
            }
        });
    }

    private Entry entry(MetricQuery query) {
        return entries.computeIfAbsent(query, key -> new Entry());
    }
}
