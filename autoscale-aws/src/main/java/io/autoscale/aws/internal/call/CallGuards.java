// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.call;

import io.autoscale.aws.call.AwsGuardEvent;
import io.autoscale.aws.call.AwsGuardEvent.Kind;
import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.call.GuardSettings;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The guards of all calls, and a count of what was sent. Safe from any thread. */
public final class CallGuards {

    private static final Logger LOG = LoggerFactory.getLogger(CallGuards.class);

    private final GuardSettings settings;
    private final InstantSource clock;
    private final Consumer<AwsGuardEvent> listener;
    private final Map<String, RateLimiter> limiters = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> sent = new ConcurrentHashMap<>();

    /**
     * Starts without a guard.
     *
     * @param settings how AWS is spared
     * @param clock the time of breakers and events
     * @param listener told of guards that hold back; what it throws is logged
     */
    public CallGuards(GuardSettings settings, InstantSource clock, Consumer<AwsGuardEvent> listener) {
        this.settings = settings;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Makes the guard of one client, with a breaker of its own and the rate limiter of its service and region.
     *
     * @param service the service
     * @param region the region
     * @param identity who signs, for messages
     * @return the guard
     */
    public CallGuard guard(AwsService service, String region, String identity) {
        RateLimiter limiter = limiters.computeIfAbsent(service + " " + region, name -> limiter(name, service));
        return new CallGuard(this, service, region, identity, limiter);
    }

    /**
     * How many calls were sent so far, retries of the SDK not counted.
     *
     * @return a copy, by service and operation, such as {@code SQS GetQueueAttributes}
     */
    public Map<String, Long> sentCalls() {
        Map<String, Long> copy = new TreeMap<>();
        sent.forEach((name, count) -> copy.put(name, count.sum()));
        return copy;
    }

    GuardSettings settings() {
        return settings;
    }

    InstantSource clock() {
        return clock;
    }

    void count(AwsService service, String operation) {
        sent.computeIfAbsent(service.title() + " " + operation, name -> new LongAdder())
                .increment();
    }

    void publish(Kind kind, AwsService service, String region, String identity) {
        try {
            listener.accept(new AwsGuardEvent(kind, service, region, identity, clock.instant()));
        } catch (RuntimeException e) {
            LOG.warn("a listener of guard events failed", e);
        }
    }

    private RateLimiter limiter(String name, AwsService service) {
        return RateLimiter.of(
                name,
                RateLimiterConfig.custom()
                        .limitForPeriod(settings.rate(service))
                        .limitRefreshPeriod(Duration.ofSeconds(1))
                        .timeoutDuration(settings.longestQueue())
                        .writableStackTraceEnabled(false)
                        .build());
    }
}
