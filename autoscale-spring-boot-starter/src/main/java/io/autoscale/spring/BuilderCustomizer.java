// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spring;

/**
 * Customizes a builder before it builds. A bean of this type is applied to the builder that its type argument names:
 * {@link io.autoscale.AutoscalerBuilder}, {@link io.autoscale.aws.AwsSourcesBuilder},
 * {@link io.autoscale.k8s.job.KubernetesJobsBuilder}, {@link io.autoscale.k8s.auth.KubernetesAuthProviderBuilder} or
 * {@link io.autoscale.k8s.controller.KedaControllerBuilder}. Runs after the properties were applied.
 *
 * @param <B> the type of the builder
 */
@FunctionalInterface
public interface BuilderCustomizer<B> {

    /**
     * Sets values that differ.
     *
     * @param builder the builder
     */
    void customize(B builder);
}
