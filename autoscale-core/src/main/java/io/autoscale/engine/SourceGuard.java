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
 * A circuit breaker for one source. It is created at the first failure and discarded at the next success, so a healthy
 * source has no overhead. It has no thread: an open breaker is checked again at the next round.
 */
final class SourceGuard {

    private final String name;
    private final GuardPolicy policy;
    private final InstantSource clock;
    private final Consumer<GuardState> onChange;
    private @Nullable CircuitBreaker breaker;
    private @Nullable GuardState changed;

    SourceGuard(String name, GuardPolicy policy, InstantSource clock, Consumer<GuardState> onChange) {
        this.name = name;
        this.policy = policy;
        this.clock = clock;
        this.onChange = onChange;
    }

    /** Returns whether the source may be read now. After each true, call one of succeeded, failed or notTried. */
    boolean permits() {
        boolean permitted;
        synchronized (this) {
            permitted = breaker == null || breaker.tryAcquirePermission();
        }
        tell();
        return permitted;
    }

    /** Returns whether the circuit is open or half-open. */
    synchronized boolean isOpen() {
        return breaker != null && breaker.getState() != CircuitBreaker.State.CLOSED;
    }

    void succeeded() {
        synchronized (this) {
            if (breaker != null) {
                breaker.onSuccess(0, TimeUnit.NANOSECONDS);
                breaker = null;
            }
        }
        tell();
    }

    void failed(Throwable failure) {
        synchronized (this) {
            if (breaker == null) {
                breaker = newBreaker();
            }
            breaker.onError(0, TimeUnit.NANOSECONDS, failure);
        }
        tell();
    }

    /** Returns a permission that was not used, for reasons unrelated to the source. */
    synchronized void notTried() {
        if (breaker != null) {
            breaker.releasePermission();
        }
    }

    /** Resets the breaker: the credentials have changed. */
    void reset() {
        synchronized (this) {
            if (breaker != null && breaker.getState() != CircuitBreaker.State.CLOSED) {
                changed = GuardState.CLOSED;
            }
            breaker = null;
        }
        tell();
    }

    /** Publishes a state change outside the lock because listeners may be slow. */
    private void tell() {
        GuardState published;
        synchronized (this) {
            published = changed;
            changed = null;
        }
        if (published != null) {
            onChange.accept(published);
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
        made.getEventPublisher()
                .onStateTransition(
                        event -> changed = switch (event.getStateTransition().getToState()) {
                            case OPEN -> GuardState.OPEN;
                            case HALF_OPEN -> GuardState.HALF_OPEN;
                            default -> GuardState.CLOSED;
                        });
        return made;
    }
}
