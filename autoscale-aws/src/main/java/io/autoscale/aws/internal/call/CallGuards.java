// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.call;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.call.CallRates;
import io.autoscale.aws.call.RateLimited;
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

    /** The interval of calls that are not made at one. */
    public static final Duration NOT_POLLED = Duration.ZERO;

    private static final Logger LOG = LoggerFactory.getLogger(CallGuards.class);

    private final CallRates rates;
    private final InstantSource clock;
    private final Consumer<RateLimited> listener;
    private final Map<Key, CallGuard> guards = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> sent = new ConcurrentHashMap<>();

    private record Key(AwsService service, String region) {}

    /**
     * Starts without a guard.
     *
     * @param clock the time of events
     * @param listener receives an event for each call that was not sent; what it throws is logged
     */
    public CallGuards(CallRates rates, InstantSource clock, Consumer<RateLimited> listener) {
        this.rates = rates;
        this.clock = clock;
        this.listener = listener;
    }

    public CallGuard guard(AwsService service, String region) {
        return guards.computeIfAbsent(new Key(service, region), key -> new CallGuard(this, service, region));
    }

    /** How many calls were sent so far, by service and operation, retries of the SDK not counted. */
    public Map<String, Long> sentCalls() {
        Map<String, Long> copy = new TreeMap<>();
        sent.forEach((name, count) -> copy.put(name, count.sum()));
        return copy;
    }

    CallRates rates() {
        return rates;
    }

    void count(AwsService service, String operation) {
        sent.computeIfAbsent(service.title() + " " + operation, name -> new LongAdder())
                .increment();
    }

    void publishRateLimit(AwsService service, String region) {
        try {
            listener.accept(new RateLimited(service, region, clock.instant()));
        } catch (RuntimeException e) {
            LOG.warn("a listener of rate limits failed", e);
        }
    }
}
