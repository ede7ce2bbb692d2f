// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Honors 429 and {@code Retry-After}: sends no request to the API server until the time has passed. */
final class ServerPace {

    private static final int TOO_MANY_REQUESTS = 429;
    // the value in the header of API priority and fairness, which the client does not expose
    private static final int DEFAULT_SECONDS = 1;
    private static final int LONGEST_SECONDS = 300;

    private final InstantSource clock;
    private volatile Instant until = Instant.EPOCH;

    ServerPace(InstantSource clock) {
        this.clock = clock;
    }

    /** Records a response; returns whether it requires a wait. */
    boolean record(KubernetesClientException answer) {
        if (answer.getCode() != TOO_MANY_REQUESTS) {
            return false;
        }
        Integer seconds = answer.getStatus() == null || answer.getStatus().getDetails() == null
                ? null
                : answer.getStatus().getDetails().getRetryAfterSeconds();
        int wait = seconds == null ? DEFAULT_SECONDS : Math.min(LONGEST_SECONDS, Math.max(0, seconds));
        until = clock.instant().plusSeconds(wait);
        return true;
    }

    /** Returns the remaining wait. */
    Optional<Duration> remaining() {
        Duration left = Duration.between(clock.instant(), until);
        // more than the longest wait means that the clock was set back
        return left.isNegative() || left.isZero() || left.compareTo(Duration.ofSeconds(LONGEST_SECONDS)) > 0
                ? Optional.empty()
                : Optional.of(left);
    }
}
