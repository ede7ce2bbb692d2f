// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spring;

import io.autoscale.aws.AwsSources;
import io.autoscale.k8s.controller.KedaController;
import io.autoscale.k8s.job.KubernetesJobs;
import io.autoscale.micrometer.AutoscalerMetrics;
import io.autoscale.micrometer.AwsMetrics;
import io.autoscale.micrometer.KubernetesMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Records metrics if there is a registry. */
@AutoConfiguration(
        after = AutoscaleAutoConfiguration.class,
        afterName = {
            // of Spring Boot 3 and 4
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnProperty(name = "autoscale.enabled", matchIfMissing = true)
public class AutoscaleMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    AutoscalerMetrics autoscalerMetrics(MeterRegistry registry, AutoscaleProperties properties) {
        return AutoscalerMetrics.builder(registry)
                .perTrigger(properties.metrics().perTrigger())
                .kedaSeries(properties.metrics().kedaSeries())
                .build();
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(AwsSources.class)
    AwsMetrics awsMetrics(AwsSources sources) {
        return new AwsMetrics(sources);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(KubernetesJobs.class)
    KubernetesMetrics kubernetesJobsMetrics(KubernetesJobs jobs, ObjectProvider<Leadership> leadership) {
        Leadership elected = leadership.getIfAvailable();
        return new KubernetesMetrics(jobs, () -> elected == null || elected.isHeld());
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(KedaController.class)
    KubernetesMetrics kedaControllerMetrics(KedaController controller) {
        return new KubernetesMetrics(controller);
    }
}
