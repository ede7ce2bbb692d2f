// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spring;

import io.autoscale.engine.RoundTracing;
import io.autoscale.micrometer.ObservedRounds;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Observes rounds if observations are traced: as mere timers they would repeat our metrics. */
@AutoConfiguration(
        afterName = {
            // of Spring Boot 3 and 4
            "org.springframework.boot.actuate.autoconfigure.tracing.MicrometerTracingAutoConfiguration",
            "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration"
        })
@ConditionalOnBean(value = ObservationRegistry.class, type = "io.micrometer.tracing.Tracer")
@ConditionalOnProperty(name = "autoscale.enabled", matchIfMissing = true)
public class AutoscaleObservationAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(RoundTracing.class)
    ObservedRounds observedRounds(ObservationRegistry registry) {
        return new ObservedRounds(registry);
    }
}
