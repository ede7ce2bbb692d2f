// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.call;

import io.autoscale.aws.call.AwsService;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Sends the calls to one service in one region: limits their rate, counts them, and describes failures. Circuit breaking
 * is up to the engine, per trigger. Safe from any thread.
 */
public final class CallGuard {

    private static final Logger LOG = LoggerFactory.getLogger(CallGuard.class);

    private static final double ROUNDING = 1e-6;

    private final CallGuards guards;
    private final AwsService service;
    private final String region;
    private final int rate;
    private final RateLimiter limiter;
    private double expectedPerSecond;
    private int pollers;
    private boolean warned;

    CallGuard(CallGuards guards, AwsService service, String region) {
        this.guards = guards;
        this.service = service;
        this.region = region;
        this.rate = guards.rates().rate(service);
        this.limiter = RateLimiter.of(
                service.title() + " in " + region,
                RateLimiterConfig.custom()
                        .limitForPeriod(rate)
                        .limitRefreshPeriod(Duration.ofSeconds(1))
                        .timeoutDuration(guards.rates().longestWait())
                        .writableStackTraceEnabled(false)
                        .build());
    }

    /**
     * Notes calls at an interval, and warns when all of these are more than the rate lets through.
     *
     * @param interval between two calls; {@link CallGuards#NOT_POLLED} where there is none
     * @return closed with the last call
     */
    public LeasePool.Closeable polledEvery(Duration interval) {
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

    /**
     * Sends one call when its turn has come.
     *
     * @param operation such as {@code GetQueueAttributes}
     * @param subject on what, for messages, such as {@code videos}
     * @param onRefused run when AWS refuses the credentials
     * @throws ScalerException when it was not sent or failed
     */
    public <T> T call(String operation, Supplier<String> subject, Supplier<T> call, Runnable onRefused) {
        if (!limiter.acquirePermission()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new ScalerException(
                        Kind.NOT_SENT,
                        what(operation, subject) + " was not sent: the read was canceled during the rate-limit wait");
            }
            guards.publishRateLimit(service, region);
            throw new ScalerException(
                    Kind.NOT_SENT,
                    what(operation, subject) + " was not sent: it would exceed the rate limit of " + rate
                            + " calls a second");
        }
        guards.count(service, operation);
        try {
            return call.get();
        } catch (SdkException e) {
            if (AwsErrors.isIdentityRefused(e)) {
                onRefused.run();
            }
            throw AwsErrors.describe(what(operation, subject), e);
        }
    }

    private String what(String operation, Supplier<String> subject) {
        return service.title() + " " + operation + " of " + subject.get() + " in " + region;
    }

    private synchronized void add(double perSecond, int poller) {
        pollers += poller;
        expectedPerSecond = pollers == 0 ? 0 : expectedPerSecond + perSecond;
        boolean tooMany = expectedPerSecond > rate + ROUNDING;
        if (tooMany && !warned) {
            LOG.warn(
                    "{}: {} triggers need {} calls a second, but the rate limit is {}, so some of"
                            + " their reads are not sent; raise the rate limit (callRates) or the polling intervals",
                    limiter.getName(),
                    pollers,
                    String.format(Locale.ROOT, "%.1f", expectedPerSecond),
                    rate);
        }
        warned = tooMany;
    }
}
