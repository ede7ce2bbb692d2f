// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.call;

import io.autoscale.aws.call.AwsGuardEvent.Kind;
import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.call.GuardSettings;
import io.autoscale.source.ScalerException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.ratelimiter.RateLimiter;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** Stands before the calls of one client: one identity, service and region. Safe from any thread. */
public final class CallGuard {

    private static final String EVERYONE = "everyone";

    private final CallGuards guards;
    private final AwsService service;
    private final String region;
    private final String identity;
    private final RateLimiter limiter;
    private final CircuitBreaker breaker;
    private volatile ScalerException.Kind lastFailure = ScalerException.Kind.UNAVAILABLE;

    CallGuard(CallGuards guards, AwsService service, String region, String identity, RateLimiter limiter) {
        this.guards = guards;
        this.service = service;
        this.region = region;
        this.identity = identity;
        this.limiter = limiter;
        this.breaker = newBreaker(guards);
    }

    /**
     * Sends one call, if the guards let it through.
     *
     * @param operation such as {@code GetQueueAttributes}
     * @param subject on what, for messages, such as {@code videos}
     * @param call sends it
     * @param onRefused run when AWS refuses the one who signs
     * @param <T> the answer
     * @return the answer
     * @throws ScalerException when it was not sent or failed
     */
    public <T> T call(String operation, Supplier<String> subject, Supplier<T> call, Runnable onRefused) {
        if (!breaker.tryAcquirePermission()) {
            throw new ScalerException(
                    lastFailure,
                    what(operation, subject) + " was not sent: the last "
                            + guards.settings().failuresToOpen() + " calls of " + identity
                            + " failed, and AWS is left alone for a while");
        }
        boolean settled = false;
        try {
            if (!limiter.acquirePermission()) {
                guards.publish(Kind.RATE_LIMITED, service, region, EVERYONE);
                throw new ScalerException(
                        ScalerException.Kind.THROTTLED,
                        what(operation, subject) + " was not sent: more than "
                                + guards.settings().rate(service) + " calls a second, the rate that is set");
            }
            guards.count(service, operation);
            T answer = call.get();
            settled = true;
            breaker.onSuccess(0, TimeUnit.NANOSECONDS);
            return answer;
        } catch (AbortedException e) {
            // the caller was interrupted, which says nothing of AWS: no success and no failure
            throw AwsErrors.describe(what(operation, subject), e);
        } catch (SdkException e) {
            settled = true;
            ScalerException failure = AwsErrors.describe(what(operation, subject), e);
            if (AwsErrors.saysIdentityIsRefused(e)) {
                onRefused.run();
            }
            record(failure, AwsErrors.isOfOneResource(failure.kind(), e));
            throw failure;
        } finally {
            if (!settled) {
                breaker.releasePermission();
            }
        }
    }

    private void record(ScalerException failure, boolean ofOneResource) {
        if (ofOneResource) {
            // AWS answered, and would answer others
            breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        } else {
            lastFailure = failure.kind();
            breaker.onError(0, TimeUnit.NANOSECONDS, failure);
        }
    }

    private String what(String operation, Supplier<String> subject) {
        return service.title() + " " + operation + " of " + subject.get() + " in " + region;
    }

    private CircuitBreaker newBreaker(CallGuards owner) {
        GuardSettings settings = owner.settings();
        CircuitBreakerConfig config = CircuitBreakerConfig.custom()
                .slidingWindow(settings.failuresToOpen(), settings.failuresToOpen(), SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(100)
                .permittedNumberOfCallsInHalfOpenState(1)
                .waitIntervalFunctionInOpenState(
                        IntervalFunction.ofExponentialBackoff(settings.firstWait(), 2, settings.longestWait()))
                .clock(owner.clock().withZone(ZoneOffset.UTC))
                .currentTimestampFunction(time -> time.millis(), TimeUnit.MILLISECONDS)
                .writableStackTraceEnabled(false)
                .build();
        CircuitBreaker made = CircuitBreaker.of(service + " " + region, config);
        made.getEventPublisher()
                .onStateTransition(event -> owner.publish(
                        switch (event.getStateTransition().getToState()) {
                            case OPEN -> Kind.BREAKER_OPENED;
                            case HALF_OPEN -> Kind.BREAKER_PROBES;
                            default -> Kind.BREAKER_CLOSED;
                        },
                        service,
                        region,
                        identity));
        return made;
    }
}
