// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import java.util.Map;

/** Prevents node autoscalers from evicting running pods, and does not count evictions as failures. */
final class JobProtection {

    private JobProtection() {}

    static void addTo(JobSpec spec) {
        Map<String, String> annotations = spec.getTemplate().getMetadata().getAnnotations();
        annotations.putIfAbsent("cluster-autoscaler.kubernetes.io/safe-to-evict", "false");
        annotations.putIfAbsent("karpenter.sh/do-not-disrupt", "true");
        // Kubernetes rejects a pod failure policy for pods that restart in place, or with a pod replacement policy
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
