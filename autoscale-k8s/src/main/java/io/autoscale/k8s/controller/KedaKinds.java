// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.controller;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/** The kinds of {@code keda.sh/v1alpha1} that a controller deals with. */
final class KedaKinds {

    static final String GROUP = "keda.sh";
    static final String VERSION = "v1alpha1";
    static final String API_VERSION = GROUP + "/" + VERSION;
    static final String SCALED_JOB = "ScaledJob";

    static final ResourceDefinitionContext SCALED_JOBS = context(SCALED_JOB, "scaledjobs", true);
    static final ResourceDefinitionContext TRIGGER_AUTHENTICATIONS =
            context("TriggerAuthentication", "triggerauthentications", true);
    static final ResourceDefinitionContext CLUSTER_TRIGGER_AUTHENTICATIONS =
            context("ClusterTriggerAuthentication", "clustertriggerauthentications", false);

    private KedaKinds() {}

    private static ResourceDefinitionContext context(String kind, String plural, boolean namespaced) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(GROUP)
                .withVersion(VERSION)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(namespaced)
                .build();
    }
}
