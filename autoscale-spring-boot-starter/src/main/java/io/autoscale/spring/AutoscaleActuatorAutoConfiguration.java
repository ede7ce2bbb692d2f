// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spring;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures the endpoint and the health indicator if Actuator is there. */
@AutoConfiguration(after = AutoscaleAutoConfiguration.class)
@ConditionalOnClass(Endpoint.class)
@ConditionalOnBean(ScalingView.class)
public class AutoscaleActuatorAutoConfiguration {

    /** The endpoint. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
    static class Endpoints {

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnAvailableEndpoint
        AutoscaleEndpoint autoscaleEndpoint(ScalingView scaling) {
            return new AutoscaleEndpoint(scaling);
        }
    }

    /** The indicator of Spring Boot 3. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthIndicator")
    @ConditionalOnProperty(name = "management.health.autoscale.enabled", matchIfMissing = true)
    static class Boot3Health {

        @Bean
        @ConditionalOnMissingBean(name = "autoscaleHealthIndicator")
        org.springframework.boot.actuate.health.HealthIndicator autoscaleHealthIndicator(ScalingView scaling) {
            return () -> {
                ScalingHealth health = ScalingHealth.of(scaling);
                return org.springframework.boot.actuate.health.Health.status(
                                health.state().name())
                        .withDetails(health.details())
                        .build();
            };
        }
    }

    /** The indicator of Spring Boot 4. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
    @ConditionalOnProperty(name = "management.health.autoscale.enabled", matchIfMissing = true)
    static class Boot4Health {

        @Bean
        @ConditionalOnMissingBean(name = "autoscaleHealthIndicator")
        org.springframework.boot.health.contributor.HealthIndicator autoscaleHealthIndicator(ScalingView scaling) {
            return () -> {
                ScalingHealth health = ScalingHealth.of(scaling);
                return org.springframework.boot.health.contributor.Health.status(
                                health.state().name())
                        .withDetails(health.details())
                        .build();
            };
        }
    }
}
