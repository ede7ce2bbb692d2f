// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.lease;

import io.autoscale.k8s.internal.ClientWithoutRetries;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectorBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Lease that at most one replica holds. The elector of fabric8 acquires and renews it. {@link #isHeld()} is the fence,
 * to be checked before each write, for example as the {@code permit} of {@code KubernetesJobs}.
 *
 * <p>No replica trusts the clock of another one, nor its own wall clock. The holder counts the time since it sent its
 * last successful renewal, also while it is suspended, and stops to write a third of the duration before others may take
 * the lease. The others count the time since they saw the lease change.
 *
 * <p>Requires permission to get, create, update and patch the Lease. Thread-safe.
 */
public final class LeaderLease implements AutoCloseable {

    /** The range of a duration, for error messages. */
    public static final String EXPECTED = "2 s to 10 min";

    /** So that a renewal has time for its requests. */
    private static final Duration SHORTEST = Duration.ofSeconds(2);

    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Logger LOG = LoggerFactory.getLogger(LeaderLease.class);
    private static final int CONFLICT = 409;

    private final KubernetesClient client;
    private final LeaseLock lease;
    private final Duration duration;
    /** How long the holder may write after a renewal. */
    private final Duration fence;

    private final Duration retry;
    private final Runnable onChange;
    private final ScheduledThreadPoolExecutor thread;
    private final LongSupplier nanoTime;
    private volatile long heldUntil;
    private volatile boolean leading;
    private volatile boolean closed;
    private volatile @Nullable String trouble;
    private @Nullable CompletableFuture<?> election;

    /**
     * Creates a lease without starting the election.
     *
     * @param client the client; closed by its owner
     * @param lease the namespace and name of the Lease, and an identity of this replica that no other one has
     * @param duration how long the lease is valid after a renewal, 2 s to 10 min; the same for all replicas
     * @param onChange called when this replica starts or stops to lead, or leads again after a late renewal; must not
     *     block
     * @throws IllegalArgumentException if the duration is out of range
     */
    public LeaderLease(KubernetesClient client, LeaseLock lease, Duration duration, Runnable onChange) {
        this(client, lease, duration, onChange, System::nanoTime);
    }

    LeaderLease(KubernetesClient client, LeaseLock lease, Duration duration, Runnable onChange, LongSupplier nanoTime) {
        if (!isValid(duration)) {
            throw new IllegalArgumentException("duration: '" + duration + "' is not valid, expected " + EXPECTED);
        }
        this.lease = Objects.requireNonNull(lease, "lease");
        this.duration = duration;
        this.fence = duration.multipliedBy(2).dividedBy(3);
        this.retry = duration.dividedBy(5);
        this.onChange = Objects.requireNonNull(onChange, "onChange");
        this.nanoTime = nanoTime;
        this.heldUntil = nanoTime.getAsLong();
        this.client = ClientWithoutRetries.of(client, duration.dividedBy(4));
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread own = new Thread(task, "autoscale-leader");
            own.setDaemon(true);
            return own;
        });
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * Returns whether a duration is in range.
     *
     * @param duration the duration of a lease
     */
    public static boolean isValid(Duration duration) {
        return duration.compareTo(SHORTEST) >= 0 && duration.compareTo(LONGEST) <= 0;
    }

    /** Returns whether this replica leads, and its lease still runs with a margin. Sends no request. */
    public boolean isHeld() {
        return leading && nanoTime.getAsLong() - heldUntil < 0;
    }

    /** Describes why the Lease cannot be read or written; empty if the last request succeeded. */
    public Optional<String> trouble() {
        String why = trouble;
        return why == null ? Optional.empty() : Optional.of(lease.describe() + ": " + why);
    }

    /** Starts the election. */
    public synchronized void start() {
        if (!closed) {
            election = new LeaderElectorBuilder(client, thread)
                    .withConfig(new LeaderElectionConfigBuilder()
                            .withName(lease.describe())
                            .withLock(new FencedLock())
                            .withLeaseDuration(duration)
                            .withRenewDeadline(fence)
                            .withRetryPeriod(retry)
                            .withReleaseOnCancel(true)
                            .withLeaderCallbacks(new LeaderCallbacks(this::lead, this::stopLeading, holder -> {}))
                            .build())
                    .build()
                    .start();
        }
    }

    /**
     * Releases the lease, so that another replica can take it at once. Waits for it at most for the duration of the
     * lease.
     */
    @Override
    public void close() {
        CompletableFuture<?> running;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            running = election;
        }
        try {
            if (running != null) {
                // on its own thread, so that no renewal is under way
                thread.submit(() -> running.cancel(true)).get(duration.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("{} was not released: {}", lease.describe(), e.toString());
        }
        leading = false;
        thread.shutdownNow();
    }

    private void lead() {
        LOG.info("{}: this replica leads", lease.describe());
        leading = true;
        onChange.run();
    }

    /** An elector ends with its lease, so another one is started. */
    private void stopLeading() {
        LOG.info("{}: this replica does not lead any more", lease.describe());
        leading = false;
        onChange.run();
        try {
            var unused = thread.schedule(this::start, retry.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // closing
        }
    }

    /** Replaces the times that other replicas wrote by times that this replica measured. */
    private final class FencedLock implements Lock {

        private @Nullable LeaderElectionRecord observed;
        private long observedAt;

        @Override
        public @Nullable LeaderElectionRecord get(KubernetesClient ignored) {
            LeaderElectionRecord record = request(() -> lease.get(client));
            if (record == null || identity().equals(record.getHolderIdentity())) {
                return record;
            }
            if (!record.equals(observed)) {
                observed = record;
                observedAt = nanoTime.getAsLong();
            }
            boolean expired = nanoTime.getAsLong() - observedAt >= duration.toNanos();
            ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
            return record.toBuilder()
                    .renewTime(expired ? now.minus(duration.multipliedBy(2)) : now)
                    .build();
        }

        @Override
        public void create(KubernetesClient ignored, LeaderElectionRecord record) {
            write(record, () -> lease.create(client, record));
        }

        @Override
        public void update(KubernetesClient ignored, LeaderElectionRecord record) {
            // null would not change the holder, as it is not part of a merge patch
            LeaderElectionRecord written = record.getHolderIdentity() == null
                    ? record.toBuilder().holderIdentity("").build()
                    : record;
            write(written, () -> lease.update(client, written));
        }

        @Override
        public String identity() {
            return lease.identity();
        }

        @Override
        public String describe() {
            return lease.describe();
        }

        private void write(LeaderElectionRecord record, Runnable request) {
            boolean renewal = identity().equals(record.getHolderIdentity());
            if (!renewal) {
                leading = false; // before others can take it
            }
            long sent = nanoTime.getAsLong();
            request(() -> {
                request.run();
                return record;
            });
            if (renewal) {
                boolean lapsed = leading && !isHeld();
                heldUntil = sent + fence.toNanos();
                if (lapsed) {
                    onChange.run(); // the elector does not notice that the fence was closed meanwhile
                }
            }
        }

        /** The elector goes on after a {@code KubernetesClientException} only. */
        private @Nullable LeaderElectionRecord request(Supplier<@Nullable LeaderElectionRecord> request) {
            try {
                LeaderElectionRecord record = request.get();
                trouble = null;
                return record;
            } catch (KubernetesClientException e) {
                if (e.getCode() == CONFLICT) {
                    throw e; // another replica was faster
                }
                report(e.getCode() > 0 ? "HTTP " + e.getCode() : "no response");
                throw e;
            } catch (RuntimeException e) {
                report(e.toString());
                throw new KubernetesClientException(lease.describe() + ": " + e, e);
            }
        }

        private void report(String why) {
            if (!why.equals(trouble)) {
                LOG.warn("{}: {}", lease.describe(), why);
            }
            trouble = why;
        }
    }
}
