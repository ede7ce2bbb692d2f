// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.call;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.call.CallRates;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/** The guards of all calls, one for each service and region, and a count of what was sent. Safe from any thread. */
public final class CallGuards {

    /** The interval of calls that are not made at one. */
    public static final Duration NOT_POLLED = Duration.ZERO;

    private static final Logger LOG = LoggerFactory.getLogger(CallGuards.class);

    private final CallRates rates;
    private final Map<Key, Guard> guards = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> sent = new ConcurrentHashMap<>();

    private record Key(AwsService service, String region) {}

    public CallGuards(CallRates rates) {
        this.rates = rates;
    }

    public Guard guard(AwsService service, String region) {
        return guards.computeIfAbsent(new Key(service, region), key -> new Guard(service, region));
    }

    /** How many calls were sent so far, by service and operation, retries of the SDK not counted. */
    public Map<String, Long> sentCalls() {
        Map<String, Long> copy = new TreeMap<>();
        sent.forEach((name, count) -> copy.put(name, count.sum()));
        return copy;
    }

    /**
     * Sends the calls to one service in one region: limits their rate, counts them, and describes failures. Circuit
     * breaking is up to the engine, per trigger.
     */
    public final class Guard {

        private final AwsService service;
        private final String region;
        private final int rate;
        private final RateLimiter limiter;
        private double expectedPerSecond;
        private int pollers;
        private boolean warned;

        private Guard(AwsService service, String region) {
            this.service = service;
            this.region = region;
            this.rate = rates.rate(service);
            this.limiter = RateLimiter.of(
                    service.title() + " in " + region,
                    RateLimiterConfig.custom()
                            .limitForPeriod(rate)
                            .limitRefreshPeriod(Duration.ofSeconds(1))
                            .timeoutDuration(rates.longestWait())
                            .writableStackTraceEnabled(false)
                            .build());
        }

        /** Notes calls at an interval until they end, and warns when all of these exceed the rate. */
        public LeasePool.Closeable polledEvery(Duration interval) {
            if (interval.isZero()) {
                return () -> {};
            }
            double perSecond = 1000.0 / Math.max(1, interval.toMillis());
            add(perSecond, 1);
            return LeasePool.Closeable.once(() -> add(-perSecond, -1));
        }

        /**
         * Sends one call, such as {@code GetQueueAttributes} of {@code videos}, when its turn has come, and runs {@code
         * onRefused} when AWS refuses the credentials. Fails with a {@link ScalerException}, also when it was not sent.
         */
        public <T> T call(String operation, Supplier<String> subject, Supplier<T> call, Runnable onRefused) {
            if (!limiter.acquirePermission()) {
                String why = Thread.currentThread().isInterrupted()
                        ? "the read was canceled during the rate-limit wait"
                        : "it would exceed the rate limit of " + rate + " calls a second";
                throw new ScalerException(Kind.NOT_SENT, what(operation, subject) + " was not sent: " + why);
            }
            sent.computeIfAbsent(service.title() + " " + operation, name -> new LongAdder())
                    .increment();
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
            boolean tooMany = expectedPerSecond > rate + 1e-6; // sums are not exact
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
}
