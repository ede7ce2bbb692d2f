// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.testkit.ManualTime;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServerPaceTest {

    private final ManualTime time = new ManualTime();
    private final ServerPace pace = new ServerPace(time);

    @Test
    void calls_do_not_wait_without_retry_after() {
        assertThat(pace.remaining()).isEmpty();
        assertThat(pace.record(answer(500, null))).isFalse();
        assertThat(pace.remaining()).isEmpty();
    }

    @Test
    void retry_after_is_honored_to_the_second() {
        assertThat(pace.record(answer(429, 7))).isTrue();
        assertThat(pace.remaining()).contains(Duration.ofSeconds(7));
        time.advance(Duration.ofSeconds(6));
        assertThat(pace.remaining()).contains(Duration.ofSeconds(1));
        time.advance(Duration.ofSeconds(1));
        assertThat(pace.remaining()).isEmpty();
    }

    @Test
    void retry_after_defaults_to_one_second_and_is_capped() {
        pace.record(answer(429, null));
        assertThat(pace.remaining()).contains(Duration.ofSeconds(1));
        pace.record(answer(429, 1_000_000));
        assertThat(pace.remaining()).contains(Duration.ofMinutes(5));
    }

    private static KubernetesClientException answer(int code, Integer retryAfterSeconds) {
        Status status = new StatusBuilder()
                .withCode(code)
                .withNewDetails()
                .withRetryAfterSeconds(retryAfterSeconds)
                .endDetails()
                .build();
        return new KubernetesClientException(status);
    }
}
