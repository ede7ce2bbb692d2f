// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** Jobs and pods of all shapes. */
public final class JobShapes {

    private JobShapes() {}

    static Job job(String... trueConditions) {
        JobBuilder job = new JobBuilder()
                .withNewMetadata()
                .withName("video-processor-000001")
                .withCreationTimestamp("2030-01-01T12:00:00Z")
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .endStatus();
        for (String type : trueConditions) {
            job.editStatus()
                    .addNewCondition()
                    .withType(type)
                    .withStatus("True")
                    .withLastTransitionTime("2030-01-01T12:01:00Z")
                    .endCondition()
                    .endStatus();
        }
        return job.build();
    }

    static Pod pod(String phase, List<String> trueConditions) {
        PodBuilder pod = new PodBuilder()
                .withNewMetadata()
                .endMetadata()
                .withNewStatus()
                .withPhase(phase)
                .endStatus();
        for (String type : trueConditions) {
            pod.editStatus()
                    .addNewCondition()
                    .withType(type)
                    .withStatus("True")
                    .endCondition()
                    .endStatus();
        }
        return pod.build();
    }

    /** A job that any API server takes. */
    public static JobBuilder stranger(String namespace, String name) {
        return new JobBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withNewTemplate()
                .withNewSpec()
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName("other")
                .withImage("other:1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec();
    }

    /**
     * Finishes the job as the job controller would, with all fields that an API server requires.
     */
    public static void finish(KubernetesClient client, Job job, String condition, String at) {
        boolean succeeded = condition.equals("Complete");
        client.batch()
                .v1()
                .jobs()
                .inNamespace(job.getMetadata().getNamespace())
                .withName(job.getMetadata().getName())
                .editStatus(current -> new JobBuilder(current)
                        .editOrNewStatus()
                        .withStartTime(at)
                        .withCompletionTime(succeeded ? at : null)
                        .addNewCondition()
                        .withType(succeeded ? "SuccessCriteriaMet" : "FailureTarget")
                        .withStatus("True")
                        .withLastTransitionTime(at)
                        .endCondition()
                        .addNewCondition()
                        .withType(condition)
                        .withStatus("True")
                        .withLastTransitionTime(at)
                        .endCondition()
                        .endStatus()
                        .build());
    }
}
