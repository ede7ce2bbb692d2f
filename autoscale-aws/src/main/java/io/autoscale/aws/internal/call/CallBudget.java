// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.call;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls that a service in a region may be sent each second, and those that its triggers are about to send. */
final class CallBudget {

    private static final Logger LOG = LoggerFactory.getLogger(CallBudget.class);

    private static final double ROUNDING = 1e-6;

    private final String name;
    private final int rate;
    private final RateLimiter limiter;
    private double expected;
    private int pollers;
    private boolean warned;

    CallBudget(String name, int rate, Duration longestWait) {
        this.name = name;
        this.rate = rate;
        this.limiter = RateLimiter.of(
                name,
                RateLimiterConfig.custom()
                        .limitForPeriod(rate)
                        .limitRefreshPeriod(Duration.ofSeconds(1))
                        .timeoutDuration(longestWait)
                        .writableStackTraceEnabled(false)
                        .build());
    }

    /** Waits for the turn of a call; says whether it came in time. */
    boolean admits() {
        return limiter.acquirePermission();
    }

    /** Notes calls at an interval until they end; zero for none. */
    LeasePool.Closeable polledEvery(Duration interval) {
        if (interval.isZero()) {
            return () -> {};
        }
        double perSecond = 1000.0 / Math.max(1, interval.toMillis());
        add(perSecond, 1);
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.compareAndSet(true, false)) {
                add(-perSecond, -1);
            }
        };
    }

    private synchronized void add(double perSecond, int poller) {
        pollers += poller;
        expected = pollers == 0 ? 0 : expected + perSecond;
        boolean tooMany = expected > rate + ROUNDING;
        if (tooMany && !warned) {
            LOG.warn("{}", describe());
        }
        warned = tooMany;
    }

    private String describe() {
        return String.format(
                Locale.ROOT,
                "%s: %d triggers ask for %.1f calls a second, and the rate that is set lets %d through, so that some of"
                        + " their reads are not sent; raise the rate (callRates) or the polling intervals",
                name,
                pollers,
                expected,
                rate);
    }
}
