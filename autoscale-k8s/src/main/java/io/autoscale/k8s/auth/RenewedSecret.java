// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.auth;

import io.autoscale.auth.AuthenticationException;
import io.autoscale.auth.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A secret that is renewed before it expires. If a renewal is in progress or fails, the current secret is used until it
 * expires.
 */
final class RenewedSecret {

    private static final Logger LOG = LoggerFactory.getLogger(RenewedSecret.class);
    /** The wait after a failed renewal. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final String name;
    private final InstantSource clock;
    private final ReentrantLock renewing = new ReentrantLock();
    private volatile @Nullable Issued issued;
    private volatile Instant renewAt = Instant.MIN;

    /** The result of a renewal. The secret cannot be used after {@code end}. */
    record Issued(Secret secret, Instant renewAt, Instant end) {}

    /** The name is used in messages. */
    RenewedSecret(String name, InstantSource clock) {
        this.name = name;
        this.clock = clock;
    }

    /**
     * Returns the secret.
     *
     * @param renewal reads the secret again; called by one thread at a time
     * @throws AuthenticationException if the renewal fails and there is no secret that has not expired
     */
    Secret get(Supplier<Issued> renewal) {
        Issued inHand = issued;
        if (inHand == null || !isBefore(inHand.end())) {
            lock();
        } else if (isBefore(renewAt) || !renewing.tryLock()) {
            return inHand.secret();
        }
        try {
            inHand = issued;
            if (inHand != null && isBefore(renewAt) && isBefore(inHand.end())) {
                return inHand.secret();
            }
            return renew(inHand, renewal).secret();
        } finally {
            renewing.unlock();
        }
    }

    /** Returns a version that changes when the secret was renewed or is due for renewal. */
    String version() {
        Issued inHand = issued;
        return inHand == null || !isBefore(renewAt) || !isBefore(inHand.end())
                ? "due"
                : inHand.renewAt().toString();
    }

    private Issued renew(@Nullable Issued inHand, Supplier<Issued> renewal) {
        Issued renewed;
        try {
            renewed = renewal.get();
        } catch (RuntimeException e) {
            if (inHand == null || !isBefore(inHand.end())) {
                throw e;
            }
            renewAt = clock.instant().plus(PAUSE);
            LOG.warn("{} was not renewed and stays in use until {}: {}", name, inHand.end(), e.getMessage());
            return inHand;
        }
        issued = renewed;
        renewAt = renewed.renewAt();
        return renewed;
    }

    private boolean isBefore(Instant instant) {
        return clock.instant().isBefore(instant);
    }

    private void lock() {
        try {
            renewing.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AuthenticationException(name + " could not be read: interrupted", e);
        }
    }
}
