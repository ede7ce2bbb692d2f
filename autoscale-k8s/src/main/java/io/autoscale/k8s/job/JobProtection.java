// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import java.util.Map;

/** Keeps node autoscalers from evicting pods that work, and counts no eviction as a failure. */
final class JobProtection {

    private JobProtection() {}

    static void addTo(JobSpec spec) {
        Map<String, String> annotations = spec.getTemplate().getMetadata().getAnnotations();
        annotations.putIfAbsent("cluster-autoscaler.kubernetes.io/safe-to-evict", "false");
        annotations.putIfAbsent("karpenter.sh/do-not-disrupt", "true");
        // Kubernetes refuses a failure policy for pods that are restarted in place, and beside one of replacement
        if (spec.getPodFailurePolicy() == null
                && !"TerminatingOrFailed".equals(spec.getPodReplacementPolicy())
                && "Never".equals(spec.getTemplate().getSpec().getRestartPolicy())) {
            spec.setPodFailurePolicy(new PodFailurePolicyBuilder()
                    .addNewRule()
                    .withAction("Ignore")
                    .addNewOnPodCondition()
                    .withType("DisruptionTarget")
                    .withStatus("True")
                    .endOnPodCondition()
                    .endRule()
                    .build());
        }
    }
}
