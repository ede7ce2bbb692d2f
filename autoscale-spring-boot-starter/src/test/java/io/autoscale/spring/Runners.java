// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spring;

import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.spring.test.AutoscaleTestAutoConfiguration;
import io.autoscale.trigger.Trigger;
import java.time.Duration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What the tests of the starter start from. */
final class Runners {

    static final Duration POLL = Duration.ofSeconds(10);

    static final ApplicationContextRunner OUTSIDE = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    AutoscaleClientsAutoConfiguration.class,
                    AutoscaleAutoConfiguration.class,
                    AutoscaleMetricsAutoConfiguration.class,
                    AutoscaleActuatorAutoConfiguration.class));
    static final ApplicationContextRunner SLICE =
            OUTSIDE.withConfiguration(AutoConfigurations.of(AutoscaleTestAutoConfiguration.class));
    static final ApplicationContextRunner VIDEOS =
            SLICE.withPropertyValues("autoscale.manifests=classpath:scaled-jobs/*.yaml");

    private Runners() {}

    static ScaledJob orders() {
        return orders("orders");
    }

    static ScaledJob orders(String name) {
        return ScaledJob.builder(name)
                .jobTemplate(JobTemplate.named("order-worker"))
                .pollingInterval(POLL)
                .trigger(Trigger.builder("orders").build())
                .build();
    }
}
