// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit;

import io.autoscale.spec.ScaledJob;
import io.autoscale.workload.JobState;
import io.autoscale.workload.ObservedJob;
import io.autoscale.workload.WorkloadRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Jobs in memory, with their history, so that a view may look at an earlier instant. A workload can create a name once;
 * like an API server, the store refuses the second create, unless the first job was deleted. Safe from any thread.
 */
public final class JobStore {

    private final InstantSource clock;
    // a name that was deleted and created again has two entries
    private final List<StoredJob> entries = new ArrayList<>();
    private final Map<String, List<StoredJob>> latest = new HashMap<>();
    private final List<Late> late = new ArrayList<>();
    private final List<String> created = new ArrayList<>();
    private int mostUnfinished;
    private int quota = Integer.MAX_VALUE;
    private @Nullable Duration startDelay;
    private Duration serviceTime = Duration.ZERO;

    /**
     * An empty store.
     *
     * @param clock the time
     */
    public JobStore(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Bounds how many jobs may exist, finished ones included, as a quota on the count of jobs does. Jobs that are
     * there stay.
     *
     * @param jobs at least 0; {@link Integer#MAX_VALUE} for no bound, as in the beginning
     * @return this store
     * @throws IllegalArgumentException when the number is negative
     */
    public synchronized JobStore quota(int jobs) {
        if (jobs < 0) {
            throw new IllegalArgumentException("quota: '" + jobs + "' is not valid, expected >= 0");
        }
        this.quota = jobs;
        return this;
    }

    /**
     * Lets each job that is created from now on start and succeed by the clock. A job may still be started, succeed or
     * fail by hand before its time.
     *
     * @param delay from the creation to the start; not negative
     * @param service from the start to the success; not negative
     * @return this store
     * @throws IllegalArgumentException when a duration is negative
     */
    public synchronized JobStore autoRun(Duration delay, Duration service) {
        if (delay.isNegative() || service.isNegative()) {
            throw new IllegalArgumentException(
                    "autoRun: '" + delay + ", " + service + "' is not valid, expected durations of at least zero");
        }
        this.startDelay = delay;
        this.serviceTime = service;
        return this;
    }

    /**
     * Creates a pending job.
     *
     * @param name its name
     * @return false when a job of this name exists
     * @throws IllegalStateException when the quota is reached
     */
    public synchronized boolean create(String name) {
        Created result = tryCreate(name, null, ObservedJob.NOT_OURS);
        if (result == Created.OVER_QUOTA) {
            throw new IllegalStateException("quota of " + quota + " jobs is reached");
        }
        return result == Created.DONE;
    }

    synchronized Created tryCreate(String name, @Nullable ScaledJob scaledJob, long settledOrdinal) {
        settle();
        return create(name, scaledJob, settledOrdinal, clock.instant());
    }

    /**
     * Creates a job later, unless its name exists or the quota is reached then.
     *
     * @param name its name
     * @param at when
     */
    public synchronized void createAt(String name, Instant at) {
        createAt(name, null, ObservedJob.NOT_OURS, at);
    }

    synchronized void createAt(String name, @Nullable ScaledJob scaledJob, long settledOrdinal, Instant at) {
        late.add(new Late(name, scaledJob, settledOrdinal, at));
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
        delete(name, null);
    }

    synchronized void delete(String name, @Nullable WorkloadRef workload) {
        StoredJob entry = latest(name, workload);
        if (entry != null) {
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
        Instant now = clock.instant();
        return entries.stream()
                .filter(entry -> entry.isUnfinishedAt(now))
                .map(entry -> entry.name)
                .toList();
    }

    /** The greatest number of jobs that were unfinished at once. */
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
        return entries.stream()
                .filter(entry -> entry.deletedAt != null)
                .map(entry -> entry.name)
                .toList();
    }

    synchronized List<ObservedJob> asOf(Instant instant, WorkloadRef workload) {
        settle();
        return entries.stream()
                .filter(entry -> entry.isOf(workload))
                .filter(entry -> entry.existsAt(instant))
                .map(entry -> entry.at(instant))
                .toList();
    }

    private Created create(String name, @Nullable ScaledJob scaledJob, long settledOrdinal, Instant at) {
        WorkloadRef workload = scaledJob == null ? null : scaledJob.ref();
        if (latest(name, workload) != null) {
            return Created.EXISTS;
        }
        if (quota < Integer.MAX_VALUE && existing(at) >= quota) {
            return Created.OVER_QUOTA;
        }
        StoredJob entry = new StoredJob(
                name,
                workload,
                scaledJob == null ? null : scaledJob.jobTemplate().fingerprint(),
                settledOrdinal,
                at);
        if (startDelay != null) {
            entry.startedAt = at.plus(startDelay);
            entry.finishedAt = entry.startedAt.plus(serviceTime);
        }
        entries.add(entry);
        latest.computeIfAbsent(name, any -> new ArrayList<>()).add(entry);
        created.add(name);
        long unfinished =
                entries.stream().filter(other -> other.isUnfinishedAt(at)).count();
        mostUnfinished = Math.max(mostUnfinished, (int) unfinished);
        return Created.DONE;
    }

    private long existing(Instant at) {
        return entries.stream().filter(entry -> entry.existsAt(at)).count();
    }

    private void settle() {
        Instant now = clock.instant();
        late.sort(Comparator.comparing(Late::at));
        while (!late.isEmpty() && !late.get(0).at().isAfter(now)) {
            Late due = late.remove(0);
            create(due.name(), due.scaledJob(), due.settledOrdinal(), due.at());
        }
    }

    private void finish(String name, JobState state) {
        StoredJob entry = existing(name);
        entry.finishedAt = clock.instant();
        entry.end = state;
    }

    private StoredJob existing(String name) {
        StoredJob entry = latest(name, null);
        if (entry == null) {
            throw new IllegalArgumentException("job: '" + name + "' is not valid, expected one that exists");
        }
        return entry;
    }

    /** The job that has this name now; the last one where a test does not say of which workload. */
    private @Nullable StoredJob latest(String name, @Nullable WorkloadRef workload) {
        StoredJob found = null;
        for (StoredJob entry : latest.getOrDefault(name, List.of())) {
            if (entry.deletedAt == null && entry.isOf(workload)) {
                found = entry;
            }
        }
        return found;
    }

    /** What became of a create. */
    enum Created {
        DONE,
        EXISTS,
        OVER_QUOTA
    }

    private record Late(String name, @Nullable ScaledJob scaledJob, long settledOrdinal, Instant at) {}
}
