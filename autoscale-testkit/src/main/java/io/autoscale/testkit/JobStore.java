// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit;

import io.autoscale.workload.JobState;
import io.autoscale.workload.ObservedJob;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Jobs in memory, with their history, so that a view may look at an earlier instant. A name can be created once; like an
 * API server, the store refuses the second create. Safe from any thread.
 */
public final class JobStore {

    private final InstantSource clock;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<Late> late = new ArrayList<>();
    private final List<String> created = new ArrayList<>();
    private int mostUnfinished;

    /**
     * An empty store.
     *
     * @param clock the time
     */
    public JobStore(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Creates a pending job.
     *
     * @param name its name
     * @return false when a job of this name exists
     */
    public synchronized boolean create(String name) {
        settle();
        return create(name, clock.instant());
    }

    /**
     * Creates a job later, unless its name exists then.
     *
     * @param name its name
     * @param at when
     */
    public synchronized void createAt(String name, Instant at) {
        late.add(new Late(name, at));
    }

    /**
     * Lets a pending job run.
     *
     * @param name its name
     */
    public synchronized void start(String name) {
        existing(name).startedAt = clock.instant();
    }

    /**
     * Lets a job succeed.
     *
     * @param name its name
     */
    public synchronized void succeed(String name) {
        finish(name, JobState.SUCCEEDED);
    }

    /**
     * Lets a job fail.
     *
     * @param name its name
     */
    public synchronized void fail(String name) {
        finish(name, JobState.FAILED);
    }

    /** Lets every pending job run. */
    public synchronized void startAll() {
        unfinished().forEach(this::start);
    }

    /** Lets every unfinished job succeed. */
    public synchronized void succeedAll() {
        unfinished().forEach(this::succeed);
    }

    /**
     * Deletes a job; one that is gone already is fine.
     *
     * @param name its name
     */
    public synchronized void delete(String name) {
        Entry entry = entries.get(name);
        if (entry != null && entry.deletedAt == null) {
            entry.deletedAt = clock.instant();
        }
    }

    /**
     * The names of all jobs that were ever created.
     *
     * @return in the order of creation
     */
    public synchronized List<String> created() {
        settle();
        return List.copyOf(created);
    }

    /**
     * The names of the jobs that are not finished.
     *
     * @return in the order of creation
     */
    public synchronized List<String> unfinished() {
        settle();
        return entries.values().stream()
                .filter(entry -> entry.deletedAt == null && entry.finishedAt == null)
                .map(entry -> entry.name)
                .toList();
    }

    /**
     * The greatest number of jobs that were unfinished at once.
     *
     * @return at least 0
     */
    public synchronized int mostUnfinished() {
        settle();
        return mostUnfinished;
    }

    /**
     * The names of deleted jobs.
     *
     * @return in the order of creation
     */
    public synchronized List<String> deleted() {
        return entries.values().stream()
                .filter(entry -> entry.deletedAt != null)
                .map(entry -> entry.name)
                .toList();
    }

    synchronized List<ObservedJob> asOf(Instant instant) {
        settle();
        return entries.values().stream()
                .filter(entry -> entry.existsAt(instant))
                .map(entry -> entry.at(instant))
                .toList();
    }

    private boolean create(String name, Instant at) {
        Entry there = entries.get(name);
        if (there != null && there.deletedAt == null) {
            return false;
        }
        entries.put(name, new Entry(name, at));
        created.add(name);
        long unfinished = entries.values().stream()
                .filter(entry -> entry.deletedAt == null && entry.finishedAt == null)
                .count();
        mostUnfinished = Math.max(mostUnfinished, (int) unfinished);
        return true;
    }

    private void settle() {
        Instant now = clock.instant();
        late.sort(Comparator.comparing(Late::at));
        while (!late.isEmpty() && !late.get(0).at().isAfter(now)) {
            Late due = late.remove(0);
            create(due.name(), due.at());
        }
    }

    private void finish(String name, JobState state) {
        Entry entry = existing(name);
        entry.finishedAt = clock.instant();
        entry.end = state;
    }

    private Entry existing(String name) {
        Entry entry = entries.get(name);
        if (entry == null || entry.deletedAt != null) {
            throw new IllegalArgumentException("job: '" + name + "' is not valid, expected one that exists");
        }
        return entry;
    }

    private record Late(String name, Instant at) {}

    private static final class Entry {
        private final String name;
        private final Instant createdAt;
        private @Nullable Instant startedAt;
        private @Nullable Instant finishedAt;
        private @Nullable Instant deletedAt;
        private JobState end = JobState.SUCCEEDED;

        Entry(String name, Instant createdAt) {
            this.name = name;
            this.createdAt = createdAt;
        }

        boolean existsAt(Instant instant) {
            return !createdAt.isAfter(instant) && (deletedAt == null || deletedAt.isAfter(instant));
        }

        ObservedJob at(Instant instant) {
            Instant finished = finishedAt;
            if (finished != null && !finished.isAfter(instant)) {
                return ObservedJob.finished(name, end, createdAt, finished);
            }
            boolean running = startedAt != null && !startedAt.isAfter(instant);
            return ObservedJob.unfinished(name, running ? JobState.RUNNING : JobState.PENDING, createdAt);
        }
    }
}
