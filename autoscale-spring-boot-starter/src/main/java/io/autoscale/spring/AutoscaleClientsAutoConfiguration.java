// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spring;

import io.autoscale.aws.AwsSources;
import io.autoscale.aws.AwsSourcesBuilder;
import io.autoscale.executor.ScalingExecutor;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Configures the clients of the cluster and of AWS. Each bean can be replaced by one of the same type. */
@AutoConfiguration
@ConditionalOnProperty(name = "autoscale.enabled", matchIfMissing = true)
@EnableConfigurationProperties(AutoscaleProperties.class)
public class AutoscaleClientsAutoConfiguration {

    /** The client of the pod, or of the current context of kubectl. Not needed for another executor. */
    @Bean
    @ConditionalOnMissingBean({KubernetesClient.class, ScalingExecutor.class})
    KubernetesClient kubernetesClient() {
        return new KubernetesClientBuilder().build();
    }

    @Bean
    @ConditionalOnMissingBean(type = {"io.autoscale.aws.AwsSources", "io.autoscale.spring.test.FakeTriggers"})
    @ConditionalOnProperty(name = "autoscale.aws.enabled", matchIfMissing = true)
    AwsSources awsSources(
            AutoscaleProperties properties, ObjectProvider<BuilderCustomizer<AwsSourcesBuilder>> customizers) {
        AwsSourcesBuilder builder = AwsSources.builder();
        PropertiesMapping.apply(properties.aws(), builder);
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }
}
