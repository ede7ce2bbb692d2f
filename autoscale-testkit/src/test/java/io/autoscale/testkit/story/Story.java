// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit.story;

import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.spec.ScaledJobBuilder;
import io.autoscale.testkit.FakeSource;
import java.time.Duration;

/** What most stories start from. */
final class Story {

    static final Duration POLL = Duration.ofSeconds(10);

    private Story() {}

    static ScaledJobBuilder orders() {
        return ScaledJob.builder("orders")
                .jobTemplate(JobTemplate.named("order-worker"))
                .pollingInterval(POLL)
                .trigger(FakeSource.trigger("orders"));
    }
}
