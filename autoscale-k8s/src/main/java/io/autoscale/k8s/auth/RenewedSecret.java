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
 * A secret that is renewed before it ends. While a renewal runs or fails, the secret in hand stays in use until its end.
 */
final class RenewedSecret {

    private static final Logger LOG = LoggerFactory.getLogger(RenewedSecret.class);
    /** After a renewal that failed. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final String name;
    private final InstantSource clock;
    private final ReentrantLock renewing = new ReentrantLock();
    private volatile @Nullable Issued issued;
    private volatile Instant renewAt = Instant.MIN;

    /** What a renewal brings; {@code end} is when it can no longer be used. */
    record Issued(Secret secret, Instant renewAt, Instant end) {}

    /** The name is for messages. */
    RenewedSecret(String name, InstantSource clock) {
        this.name = name;
        this.clock = clock;
    }

    /**
     * The secret.
     *
     * @param renewal reads it anew; one thread at a time does
     * @throws AuthenticationException when the renewal fails and no secret in hand can be used any more
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

    /** Changes when the secret was renewed, or is due to be. */
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
