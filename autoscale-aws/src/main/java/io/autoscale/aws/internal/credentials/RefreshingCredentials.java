// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.credentials;

import io.autoscale.aws.internal.call.SharedRead;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/**
 * Temporary credentials, loaded by one caller for all, and again in the background when 70 to 80 % of their life are
 * over. No lock is held while they load, and a load that failed is not repeated before a growing wait is over, which
 * the providers of the SDK do not keep.
 */
final class RefreshingCredentials implements CredentialsPool.Source {

    private static final Logger LOG = LoggerFactory.getLogger(RefreshingCredentials.class);

    /** Credentials are not used for the last minute, since calls take time and clocks differ. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private static final Duration FIRST_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    /** Refused credentials are not replaced sooner, or a wrong trigger would ask STS in every round. */
    private static final Duration LEAST_LIFE = Duration.ofMinutes(5);

    private final SessionLoader loader;
    private final InstantSource clock;
    private final Executor background;
    private final SharedRead<Session> loads;
    private final double refreshAt;
    private final AtomicBoolean isRefreshing = new AtomicBoolean();
    private volatile @Nullable Session session;
    private volatile @Nullable Failure failure;
    private volatile Instant usedAt = Instant.MIN;

    private record Session(AwsCredentials credentials, Instant since, Instant refreshAt, Instant unusableAt) {
        boolean isUsable(Instant now) {
            return now.isBefore(unusableAt);
        }

        boolean isDue(Instant now) {
            return !now.isBefore(refreshAt);
        }
    }

    private record Failure(String why, Duration delay, Instant retryAt) {
        static Failure after(@Nullable Failure last, String why, Instant now) {
            Duration doubled = last == null ? FIRST_WAIT : last.delay.multipliedBy(2);
            Duration delay = doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
            return new Failure(why, delay, now.plus(delay));
        }
    }

    RefreshingCredentials(
            SessionLoader loader, InstantSource clock, Executor background, Duration timeout, int spread) {
        this.loader = loader;
        this.clock = clock;
        this.background = background;
        this.loads = new SharedRead<>("loading credentials", clock, Duration.ZERO, timeout);
        // the refreshes of many identities are spread over a tenth of their life
        this.refreshAt = 0.8 - Math.floorMod(spread, 100) / 1000.0;
    }

    @Override
    public AwsCredentials resolve() {
        Session present = session;
        Instant now = clock.instant();
        usedAt = now;
        if (present == null || !present.isUsable(now)) {
            return loads.get(this::load, null).credentials;
        }
        if (present.isDue(now) && !mustWait(now) && isRefreshing.compareAndSet(false, true)) {
            refresh();
        }
        return present.credentials;
    }

    @Override
    public Optional<Instant> expiresAt() {
        Session present = session;
        if (present == null || present.unusableAt.equals(Instant.MIN)) {
            return Optional.empty();
        }
        boolean unused = present.isDue(clock.instant()) && !present.isDue(usedAt);
        return unused ? Optional.empty() : Optional.of(present.unusableAt.plus(MARGIN));
    }

    @Override
    public synchronized void refused() {
        Session present = session;
        Instant now = clock.instant();
        if (present != null && now.isAfter(present.since.plus(LEAST_LIFE))) {
            session = new Session(present.credentials, present.since, Instant.MIN, Instant.MIN);
        }
    }

    @Override
    public void close() {
        loader.close();
    }

    private void refresh() {
        try {
            background.execute(() -> {
                try {
                    var unused = loads.get(this::load, null);
                } catch (ScalerException e) {
                    if (!Thread.currentThread().isInterrupted()) { // closing
                        LOG.warn("credentials could not be refreshed, and are used until they end: {}", e.getMessage());
                    }
                } finally {
                    isRefreshing.set(false);
                }
            });
        } catch (RejectedExecutionException e) {
            // closing, or too much at once: the next caller tries again
            isRefreshing.set(false);
        }
    }

    private boolean mustWait(Instant now) {
        Failure last = failure;
        return last != null && now.isBefore(last.retryAt);
    }

    /** Runs in one thread at a time, unless a load takes longer than the others wait. */
    private Session load() {
        Instant now = clock.instant();
        Session present = session;
        if (present != null && present.isUsable(now) && !present.isDue(now)) {
            // stored by another since this caller looked
            return present;
        }
        Failure last = failure;
        if (last != null && now.isBefore(last.retryAt)) {
            throw new ScalerException(
                    Kind.NOT_SENT, "next attempt to load credentials: " + last.retryAt + "; " + last.why);
        }
        try {
            Session loaded = session(loader.load());
            synchronized (this) { // not in the middle of refused(), which would put the old session back
                session = loaded;
                failure = null;
            }
            return loaded;
        } catch (RuntimeException | Error e) {
            boolean isDescribed = e instanceof ScalerException;
            String why = isDescribed ? String.valueOf(e.getMessage()) : "credentials could not be loaded";
            if (e instanceof Error || !Thread.currentThread().isInterrupted()) {
                failure = Failure.after(last, why, clock.instant());
            }
            if (e instanceof RuntimeException && !isDescribed) {
                throw new ScalerException(Kind.UNAVAILABLE, why, e);
            }
            throw e;
        }
    }

    private Session session(SessionLoader.Loaded loaded) {
        Instant now = clock.instant();
        Instant unusableAt = loaded.expiresAt().minus(MARGIN);
        if (!unusableAt.isAfter(now)) {
            throw new ScalerException(
                    Kind.AUTHENTICATION,
                    "credentials were not usable when received: they expire at " + loaded.expiresAt()
                            + ", and the local clock shows " + now + "; check that this clock is correct");
        }
        long life = Duration.between(now, loaded.expiresAt()).toMillis();
        return new Session(loaded.credentials(), now, now.plusMillis((long) (life * refreshAt)), unusableAt);
    }
}
