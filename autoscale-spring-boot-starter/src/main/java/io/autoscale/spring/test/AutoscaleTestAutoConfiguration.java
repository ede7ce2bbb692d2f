// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spring.test;

import io.autoscale.AutoscalerBuilder;
import io.autoscale.auth.AuthParameters;
import io.autoscale.auth.AuthProvider;
import io.autoscale.auth.Authentication;
import io.autoscale.auth.PodIdentity;
import io.autoscale.spring.AutoscaleClientsAutoConfiguration;
import io.autoscale.spring.BuilderCustomizer;
import io.autoscale.testkit.InMemoryJobs;
import io.autoscale.testkit.ManualTime;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Replaces what reaches outside the program. Imported by {@link AutoConfigureAutoscale}. */
@AutoConfiguration(before = AutoscaleClientsAutoConfiguration.class)
public class AutoscaleTestAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ManualTime manualTime() {
        return new ManualTime();
    }

    @Bean
    @ConditionalOnMissingBean
    InMemoryJobs inMemoryJobs(ManualTime time) {
        return new InMemoryJobs(time);
    }

    @Bean
    @ConditionalOnMissingBean
    FakeTriggers fakeTriggers() {
        return new FakeTriggers();
    }

    @Bean
    AuthProvider fakeAuthProvider() {
        return AuthProvider.fixed(new Authentication(AuthParameters.none(), PodIdentity.ownByDefault()));
    }

    @Bean
    BuilderCustomizer<AutoscalerBuilder> fakes(ManualTime time, FakeTriggers triggers) {
        return builder -> builder.clock(time)
                .scheduler(time)
                .workers(time.directExecutor())
                .sources(triggers.factories());
    }
}
