// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Adds the reason for a job to its annotations and to the environment variables of its containers. */
final class JobReasons {

    private static final int LONGEST_REASON = 1024;

    private JobReasons() {}

    static void addTo(Job job, JobOrigins origins) {
        Map<String, String> annotations = job.getMetadata().getAnnotations();
        Map<String, String> variables = new LinkedHashMap<>();
        annotations.put("autoscale.io/decision-id", origins.decisionId());
        annotations.put("autoscale.io/backlog", Long.toString(origins.backlog()));
        String reason = origins.reason();
        annotations.put("autoscale.io/reason", reason.substring(0, Math.min(LONGEST_REASON, reason.length())));
        variables.put("AUTOSCALE_DECISION_ID", origins.decisionId());
        variables.put("AUTOSCALE_BACKLOG", Long.toString(origins.backlog()));
        origins.next().ifPresent(trigger -> {
            annotations.put("autoscale.io/trigger", trigger.label());
            annotations.put("autoscale.io/trigger-type", trigger.type());
            variables.put("AUTOSCALE_TRIGGER", trigger.label());
            variables.put("AUTOSCALE_TRIGGER_TYPE", trigger.type());
            trigger.eventSource().forEach((key, text) -> variables.putIfAbsent(variable(key), text));
        });
        for (Container container : job.getSpec().getTemplate().getSpec().getContainers()) {
            container.setEnv(with(container.getEnv(), variables));
        }
    }

    /** Returns the variable for a metadata key: {@code AUTOSCALE_QUEUE_URL} for {@code queueURL}. */
    private static String variable(String key) {
        String words = key.replaceAll("([a-z])([A-Z])", "$1_$2").replaceAll("[^A-Za-z0-9]", "_");
        return "AUTOSCALE_" + words.toUpperCase(Locale.ROOT);
    }

    /**
     * Adds our variables first, so that the container's variables can refer to them. Variables that the container
     * already sets are omitted.
     */
    private static List<EnvVar> with(List<EnvVar> own, Map<String, String> variables) {
        List<EnvVar> all = new ArrayList<>();
        variables.forEach((name, value) -> {
            if (own.stream().noneMatch(variable -> variable.getName().equals(name))) {
                all.add(new EnvVarBuilder().withName(name).withValue(value).build());
            }
        });
        all.addAll(own);
        return all;
    }
}
