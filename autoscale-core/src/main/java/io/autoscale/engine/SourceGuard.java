// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.event.AutoscalerEvent.GuardState;
import io.autoscale.source.GuardPolicy;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker around one source. It is made at the first failure and dropped at the next success, so that a
 * healthy source costs nothing. It has no thread: an open breaker is asked again at the next round.
 */
final class SourceGuard {

    private final String name;
    private final GuardPolicy policy;
    private final InstantSource clock;
    private final Consumer<GuardState> onChange;
    private @Nullable CircuitBreaker breaker;

    SourceGuard(String name, GuardPolicy policy, InstantSource clock, Consumer<GuardState> onChange) {
        this.name = name;
        this.policy = policy;
        this.clock = clock;
        this.onChange = onChange;
    }

    /** Says whether the source may be read now; each yes must be followed by one of the three below. */
    synchronized boolean permits() {
        return breaker == null || breaker.tryAcquirePermission();
    }

    /** Says whether reads are not permitted, or only one is to see whether it is better. */
    synchronized boolean isOpen() {
        return breaker != null && breaker.getState() != CircuitBreaker.State.CLOSED;
    }

    synchronized void succeeded() {
        if (breaker != null) {
            breaker.onSuccess(0, TimeUnit.NANOSECONDS);
            breaker = null;
        }
    }

    synchronized void failed(Throwable failure) {
        if (breaker == null) {
            breaker = newBreaker();
        }
        breaker.onError(0, TimeUnit.NANOSECONDS, failure);
    }

    /** The read that was permitted did not come about, for reasons that are not the source's. */
    synchronized void notTried() {
        if (breaker != null) {
            breaker.releasePermission();
        }
    }

    /** Forgets every failure: what is asked now is not what failed. */
    void reset() {
        boolean closes;
        synchronized (this) {
            closes = breaker != null && breaker.getState() != CircuitBreaker.State.CLOSED;
            breaker = null;
        }
        if (closes) {
            onChange.accept(GuardState.CLOSED);
        }
    }

    private CircuitBreaker newBreaker() {
        CircuitBreakerConfig config = CircuitBreakerConfig.custom()
                .slidingWindow(policy.failuresToOpen(), policy.failuresToOpen(), SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(100)
                .permittedNumberOfCallsInHalfOpenState(1)
                .waitIntervalFunctionInOpenState(
                        IntervalFunction.ofExponentialBackoff(policy.firstWait(), 2, policy.longestWait()))
                .clock(clock.withZone(ZoneOffset.UTC))
                .currentTimestampFunction(time -> time.millis(), TimeUnit.MILLISECONDS)
                .writableStackTraceEnabled(false)
                .build();
        CircuitBreaker made = CircuitBreaker.of(name, config);
        made.getEventPublisher().onStateTransition(event -> {
            switch (event.getStateTransition().getToState()) {
                case OPEN -> onChange.accept(GuardState.OPEN);
                case HALF_OPEN -> onChange.accept(GuardState.HALF_OPEN);
                default -> onChange.accept(GuardState.CLOSED);
            }
        });
        return made;
    }
}
