// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.credentials;

import io.autoscale.aws.internal.call.Waiting;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/**
 * Temporary credentials, loaded by one caller for all, and again in the background when four fifths of their life are
 * over. No lock is held while they load, and a load that failed is not repeated before a growing wait is over.
 */
final class RefreshingCredentials implements CredentialsSource {

    /** Loads credentials. */
    interface Loader extends AutoCloseable {

        Loaded load();

        @Override
        void close();
    }

    /** Credentials and their end. */
    record Loaded(AwsCredentials credentials, Instant expiresAt) {}

    private static final Logger LOG = LoggerFactory.getLogger(RefreshingCredentials.class);
    /** Not given out any more this long before their end, as a call takes its time and clocks differ. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private static final Duration FIRST_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    /** Refused credentials are not replaced sooner, or a wrong trigger would ask STS in every round. */
    private static final Duration LEAST_LIFE = Duration.ofMinutes(5);

    private static final int MOST_LEADERS = 5;
    private static final double REFRESH_AT = 0.8;
    private static final int JITTER_STEPS = 100;

    private final Loader loader;
    private final InstantSource clock;
    private final Executor background;
    private final Duration timeout;
    private final double refreshAt;
    private volatile @Nullable Session session;
    private @Nullable CompletableFuture<AwsCredentials> inFlight;
    private @Nullable ScalerException failure;
    private Instant retryAt = Instant.MIN;
    private Duration wait = Duration.ZERO;

    /** Those who wait for a load whose leader was interrupted lead one themselves, one after another. */
    private static final class LeaderLeft extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient ScalerException why;

        LeaderLeft(ScalerException why) {
            super(why.getMessage(), why, false, false);
            this.why = why;
        }
    }

    /** Given credentials and when they are due. */
    private record Session(AwsCredentials credentials, Instant since, Instant refreshAt, Instant unusableAt) {}

    /**
     * Starts empty; nothing is loaded before it is asked for.
     *
     * @param spread any number; spreads the refreshes of many identities over a tenth of their life
     * @param timeout how long a caller waits for another's load
     */
    RefreshingCredentials(Loader loader, InstantSource clock, Executor background, Duration timeout, int spread) {
        this.loader = loader;
        this.clock = clock;
        this.background = background;
        this.timeout = timeout;
        this.refreshAt = REFRESH_AT - Math.floorMod(spread, JITTER_STEPS) / (10.0 * JITTER_STEPS);
    }

    @Override
    public AwsCredentials resolve() {
        Session present = session;
        Instant now = clock.instant();
        if (present != null && now.isBefore(present.unusableAt)) {
            if (!now.isBefore(present.refreshAt)) {
                refresh(now);
            }
            return present.credentials;
        }
        return load(now);
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

    private void refresh(Instant now) {
        CompletableFuture<AwsCredentials> mine;
        synchronized (this) {
            Session present = session;
            boolean due = present == null || !now.isBefore(present.refreshAt);
            if (inFlight != null || !due || now.isBefore(retryAt)) {
                return;
            }
            mine = new CompletableFuture<>();
            inFlight = mine;
        }
        try {
            background.execute(() -> lead(mine));
        } catch (RejectedExecutionException e) {
            // closing, or too much at once: the next caller tries again
            synchronized (this) {
                inFlight = null;
            }
            mine.completeExceptionally(e);
        }
    }

    private AwsCredentials load(Instant now) {
        for (int leaders = 1; ; leaders++) {
            CompletableFuture<AwsCredentials> flight;
            boolean leads = false;
            synchronized (this) {
                Session present = session;
                if (present != null && now.isBefore(present.unusableAt)) {
                    // stored by another since this caller looked
                    return present.credentials;
                }
                if (inFlight == null) {
                    if (failure != null && now.isBefore(retryAt)) {
                        throw new ScalerException(
                                Kind.NOT_SENT,
                                "credentials are asked for again at " + retryAt + "; " + failure.getMessage());
                    }
                    inFlight = new CompletableFuture<>();
                    leads = true;
                }
                flight = inFlight;
            }
            if (leads) {
                lead(flight);
            }
            try {
                return Waiting.on(flight, timeout, "loading credentials");
            } catch (ScalerException e) {
                if (!(e.getCause() instanceof LeaderLeft left)) {
                    throw e;
                }
                if (leads || leaders == MOST_LEADERS) {
                    throw Waiting.again(left.why);
                }
            }
        }
    }

    private void lead(CompletableFuture<AwsCredentials> flight) {
        try {
            Loaded loaded = loader.load();
            Instant now = clock.instant();
            Duration life = Duration.between(now, loaded.expiresAt());
            Instant unusableAt = loaded.expiresAt().minus(MARGIN);
            if (!unusableAt.isAfter(now)) {
                throw new ScalerException(
                        Kind.AUTHENTICATION,
                        "credentials had ended when they came, at " + loaded.expiresAt() + ": the clock here says "
                                + now + ", does it differ from that of AWS?");
            }
            Instant refresh = now.plusMillis((long) (life.toMillis() * refreshAt));
            settle(new Session(loaded.credentials(), now, refresh, unusableAt));
            flight.complete(loaded.credentials());
        } catch (RuntimeException e) {
            ScalerException described = e instanceof ScalerException known
                    ? known
                    : new ScalerException(Kind.UNAVAILABLE, "credentials could not be loaded", e);
            if (Thread.currentThread().isInterrupted()) {
                // the leader ran out of time, not STS: the next one who asks leads anew
                synchronized (this) {
                    inFlight = null;
                }
                flight.completeExceptionally(new LeaderLeft(described));
                return;
            }
            settle(described);
            flight.completeExceptionally(described);
        } catch (Error e) {
            settle(new ScalerException(Kind.UNAVAILABLE, "credentials could not be loaded"));
            flight.completeExceptionally(e);
            throw e;
        }
    }

    private synchronized void settle(Session loaded) {
        session = loaded;
        inFlight = null;
        failure = null;
        wait = Duration.ZERO;
        retryAt = Instant.MIN;
    }

    private synchronized void settle(ScalerException ended) {
        inFlight = null;
        failure = ended;
        Duration doubled = wait.isZero() ? FIRST_WAIT : wait.multipliedBy(2);
        wait = doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
        retryAt = clock.instant().plus(wait);
        if (session != null) {
            LOG.warn("credentials could not be refreshed, and are used until they end: {}", ended.getMessage());
        }
    }
}
