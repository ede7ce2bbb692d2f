// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spring;

import io.autoscale.Autoscaler;
import io.autoscale.AutoscalerBuilder;
import io.autoscale.auth.AuthProvider;
import io.autoscale.aws.AwsSources;
import io.autoscale.engine.EngineLimits;
import io.autoscale.engine.RoundTracing;
import io.autoscale.event.AutoscalerListener;
import io.autoscale.executor.ScalingExecutor;
import io.autoscale.k8s.auth.KubernetesAuthProvider;
import io.autoscale.k8s.auth.KubernetesAuthProviderBuilder;
import io.autoscale.k8s.auth.TriggerAuthentications;
import io.autoscale.k8s.controller.KedaController;
import io.autoscale.k8s.controller.KedaControllerBuilder;
import io.autoscale.k8s.job.KubernetesJobs;
import io.autoscale.k8s.job.KubernetesJobsBuilder;
import io.autoscale.k8s.manifest.ClusterAuthentications;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.spec.ScaledJob;
import io.autoscale.workload.WorkloadObserver;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Objects;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.support.ResourcePatternResolver;

/**
 * Configures an {@link Autoscaler} that scales the {@link ScaledJob} beans and the manifests of the program, or a
 * {@link KedaController} in its place. Each bean can be replaced by one of the same type.
 */
@AutoConfiguration(after = AutoscaleClientsAutoConfiguration.class)
@ConditionalOnProperty(name = "autoscale.enabled", matchIfMissing = true)
public class AutoscaleAutoConfiguration {

    /** Scales the ScaledJobs of the program. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "autoscale.controller.enabled", havingValue = "false", matchIfMissing = true)
    static class Embedded {

        @Bean
        ScaledJobSources scaledJobSources(
                AutoscaleProperties properties, ObjectProvider<ScaledJob> jobs, ResourcePatternResolver resources) {
            return ScaledJobSources.of(jobs.orderedStream().toList(), properties.manifests(), resources);
        }

        @Bean
        @ConditionalOnProperty(name = "autoscale.leader-election")
        Leadership leadership(KubernetesClient client, AutoscaleProperties properties) {
            LeaseName lease = LeaseName.of(Objects.requireNonNull(properties.leaderElection()));
            return PropertiesMapping.checked(
                    "autoscale.lease-duration", () -> new Leadership(client, lease, properties.leaseDuration()));
        }

        /** Finds authentications in the manifests first, then in the cluster. */
        @Bean
        @ConditionalOnMissingBean({AuthProvider.class, ScalingExecutor.class})
        KubernetesAuthProvider authProvider(
                KubernetesClient client,
                ScaledJobSources scaledJobs,
                ObjectProvider<BuilderCustomizer<KubernetesAuthProviderBuilder>> customizers) {
            TriggerAuthentications declared =
                    TriggerAuthentications.of(scaledJobs.manifests().triggerAuthentications());
            ClusterAuthentications ofCluster = ClusterAuthentications.watching(client);
            KubernetesAuthProviderBuilder builder =
                    KubernetesAuthProvider.builder(client).authentications(new FirstOf(declared, ofCluster));
            customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
            return builder.build();
        }

        @Bean
        @ConditionalOnMissingBean({WorkloadObserver.class, ScalingExecutor.class})
        KubernetesJobs kubernetesJobs(
                KubernetesClient client,
                ObjectProvider<Leadership> leadership,
                ObjectProvider<BuilderCustomizer<KubernetesJobsBuilder>> customizers) {
            KubernetesJobsBuilder builder = KubernetesJobs.builder(client);
            leadership.ifAvailable(elected -> builder.permit(workload -> elected.isHeld()));
            customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
            return builder.build();
        }

        /** Takes the executor, so that it is closed before it. */
        @Bean
        @ConditionalOnMissingBean
        Autoscaler autoscaler(
                AutoscaleProperties properties,
                ScalingExecutor executor,
                ObjectProvider<AuthProvider> authProvider,
                ObjectProvider<AwsSources> aws,
                ObjectProvider<ScalerSourceFactory> factories,
                ObjectProvider<AutoscalerListener> listeners,
                ObjectProvider<RoundTracing> tracing,
                ObjectProvider<BuilderCustomizer<AutoscalerBuilder>> customizers) {
            AutoscalerBuilder builder = Autoscaler.builder();
            aws.ifAvailable(sources -> builder.sources(sources.factories()));
            factories.orderedStream().forEach(builder::source);
            authProvider.ifAvailable(provider -> builder.authProvider(
                    provider instanceof KubernetesAuthProvider cluster
                            ? new OwnUnlessReferenced(AuthProvider.ownIdentity(), cluster)
                            : provider));
            configure(builder, properties, listeners, tracing);
            customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
            return builder.build();
        }

        @Bean
        ScaledJobRegistrar scaledJobRegistrar(
                AutoscaleProperties properties,
                Autoscaler autoscaler,
                ScaledJobSources scaledJobs,
                WorkloadObserver observer,
                ScalingExecutor executor,
                ObjectProvider<Leadership> leadership) {
            return new ScaledJobRegistrar(
                    autoscaler,
                    scaledJobs,
                    observer,
                    properties.dryRun() ? ScalingExecutor.dryRun() : executor,
                    leadership.getIfAvailable());
        }

        @Bean
        ScalingView scalingView(
                Autoscaler autoscaler, ObjectProvider<KubernetesJobs> jobs, ObjectProvider<Leadership> leadership) {
            return new ScalingView(
                    autoscaler::registrations,
                    () -> Optional.ofNullable(jobs.getIfAvailable())
                            .flatMap(KubernetesJobs::trouble)
                            .or(() -> Optional.ofNullable(leadership.getIfAvailable())
                                    .flatMap(Leadership::trouble)));
        }
    }

    /** Scales KEDA's resources in the cluster. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "autoscale.controller.enabled")
    static class Operated {

        @Bean
        @ConditionalOnMissingBean
        KedaController kedaController(
                KubernetesClient client,
                AutoscaleProperties properties,
                ObjectProvider<AwsSources> aws,
                ObjectProvider<ScalerSourceFactory> factories,
                ObjectProvider<AutoscalerListener> listeners,
                ObjectProvider<RoundTracing> tracing,
                ObjectProvider<BuilderCustomizer<KedaControllerBuilder>> customizers) {
            if (properties.dryRun()) {
                throw new ScalingConfigurationException(
                        "autoscale.dry-run: 'true' is not valid, expected false with autoscale.controller.enabled=true");
            }
            KedaControllerBuilder builder = KedaController.builder(client);
            aws.ifAvailable(sources -> builder.sources(sources.factories()));
            builder.sources(factories.orderedStream().toList());
            builder.autoscaler(autoscaler -> configure(autoscaler, properties, listeners, tracing));
            PropertiesMapping.apply(properties.controller(), builder);
            if (properties.leaderElection() != null) {
                LeaseName lease = LeaseName.of(properties.leaderElection());
                builder.leaderElection(lease.namespace(), lease.name()).leaseDuration(properties.leaseDuration());
            }
            customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
            return builder.start();
        }

        @Bean
        ScalingView scalingView(KedaController controller) {
            return new ScalingView(controller::registrations, controller::trouble);
        }
    }

    private static void configure(
            AutoscalerBuilder builder,
            AutoscaleProperties properties,
            ObjectProvider<AutoscalerListener> listeners,
            ObjectProvider<RoundTracing> tracing) {
        EngineLimits.Builder limits = EngineLimits.builder();
        PropertiesMapping.apply(properties, limits);
        builder.limits(limits.build()).listener(AutoscalerListener.logging());
        listeners.orderedStream().forEach(builder::listener);
        tracing.ifAvailable(builder::tracing);
    }
}
