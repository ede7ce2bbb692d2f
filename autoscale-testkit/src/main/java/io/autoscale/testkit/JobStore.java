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
 * Jobs in memory, with their history, so that a view can observe an earlier instant. As in an API server, the second
 * create of a name in a workload is rejected, unless the first job was deleted. Thread-safe.
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
     * Creates an empty store.
     *
     * @param clock the clock
     */
    public JobStore(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Limits how many jobs may exist, including finished ones, as a quota on the job count does. Existing jobs are
     * kept.
     *
     * @param jobs at least 0; {@link Integer#MAX_VALUE}, the default, for no limit
     * @return this store
     * @throws IllegalArgumentException if the number is negative
     */
    public synchronized JobStore quota(int jobs) {
        if (jobs < 0) {
            throw new IllegalArgumentException("quota: '" + jobs + "' is not valid, expected >= 0");
        }
        this.quota = jobs;
        return this;
    }

    /**
     * Makes each job created from now on start and succeed automatically. The test may still start, complete or fail a
     * job earlier.
     *
     * @param delay the time from the creation to the start; not negative
     * @param service the time from the start to the success; not negative
     * @return this store
     * @throws IllegalArgumentException if a duration is negative
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
     * @param name the name of the job
     * @return false if a job with this name exists
     * @throws IllegalStateException if the quota is reached
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
     * Creates a job later, unless its name exists or the quota is reached at that time.
     *
     * @param name the name of the job
     * @param at when to create it
     */
    public synchronized void createAt(String name, Instant at) {
        createAt(name, null, ObservedJob.NOT_OURS, at);
    }

    synchronized void createAt(String name, @Nullable ScaledJob scaledJob, long settledOrdinal, Instant at) {
        late.add(new Late(name, scaledJob, settledOrdinal, at));
    }

    /**
     * Starts a pending job.
     *
     * @param name the name of the job
     */
    public synchronized void start(String name) {
        existing(name).startedAt = clock.instant();
    }

    /**
     * Completes a job successfully.
     *
     * @param name the name of the job
     */
    public synchronized void succeed(String name) {
        finish(name, JobState.SUCCEEDED);
    }

    /**
     * Makes a job fail.
     *
     * @param name the name of the job
     */
    public synchronized void fail(String name) {
        finish(name, JobState.FAILED);
    }

    /** Starts every pending job. */
    public synchronized void startAll() {
        unfinished().forEach(this::start);
    }

    /** Completes every unfinished job successfully. */
    public synchronized void succeedAll() {
        unfinished().forEach(this::succeed);
    }

    /**
     * Deletes a job. Has no effect if it is already deleted.
     *
     * @param name the name of the job
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
     * The names of all jobs ever created.
     *
     * @return the names in the order of creation
     */
    public synchronized List<String> created() {
        settle();
        return List.copyOf(created);
    }

    /**
     * The names of the unfinished jobs.
     *
     * @return the names in the order of creation
     */
    public synchronized List<String> unfinished() {
        settle();
        Instant now = clock.instant();
        return entries.stream()
                .filter(entry -> entry.isUnfinishedAt(now))
                .map(entry -> entry.name)
                .toList();
    }

    /** The maximum number of jobs that were unfinished at the same time. */
    public synchronized int mostUnfinished() {
        settle();
        return mostUnfinished;
    }

    /**
     * The names of deleted jobs.
     *
     * @return the names in the order of creation
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

    /** Returns the current job with this name; the last one if the test does not specify a workload. */
    private @Nullable StoredJob latest(String name, @Nullable WorkloadRef workload) {
        StoredJob found = null;
        for (StoredJob entry : latest.getOrDefault(name, List.of())) {
            if (entry.deletedAt == null && entry.isOf(workload)) {
                found = entry;
            }
        }
        return found;
    }

    /** The result of a create. */
    enum Created {
        DONE,
        EXISTS,
        OVER_QUOTA
    }

    private record Late(String name, @Nullable ScaledJob scaledJob, long settledOrdinal, Instant at) {}
}
