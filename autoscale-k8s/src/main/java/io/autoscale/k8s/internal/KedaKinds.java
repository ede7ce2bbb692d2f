// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.internal;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/** The watched kinds of {@code keda.sh/v1alpha1}. */
public final class KedaKinds {

    /** The API group. */
    public static final String GROUP = "keda.sh";
    /** The version. */
    public static final String VERSION = "v1alpha1";
    /** The API group and version. */
    public static final String API_VERSION = GROUP + "/" + VERSION;
    /** The kind of scaled jobs. */
    public static final String SCALED_JOB = "ScaledJob";

    /** The resources of kind ScaledJob. */
    public static final ResourceDefinitionContext SCALED_JOBS = context(SCALED_JOB, "scaledjobs", true);
    /** The resources of kind ScaledObject. */
    public static final ResourceDefinitionContext SCALED_OBJECTS = context("ScaledObject", "scaledobjects", true);
    /** The namespaced authentications. */
    public static final ResourceDefinitionContext TRIGGER_AUTHENTICATIONS =
            context("TriggerAuthentication", "triggerauthentications", true);
    /** The cluster authentications. */
    public static final ResourceDefinitionContext CLUSTER_TRIGGER_AUTHENTICATIONS =
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
