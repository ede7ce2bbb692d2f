// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.autoscale.spec.ScaledJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The labels that identify jobs. */
final class JobLabels {

    static final String SCALED_JOB = "scaledjob.keda.sh/name";
    static final String GENERATION = "scaledjob.keda.sh/generation";
    static final String TEMPLATE = "autoscale.io/template-hash";
    static final String SETTLED = "autoscale.io/settled-ordinal";
    static final String MANAGED_BY = "autoscale";

    private static final int LONGEST_VALUE = 63;
    private static final int HASH_LENGTH = 8;

    private JobLabels() {}

    /** Returns a name as a label value. A name that is too long is truncated and ends in a hash. */
    static String value(String name) {
        if (name.length() <= LONGEST_VALUE) {
            return name;
        }
        String hash = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, HASH_LENGTH);
        return name.substring(0, LONGEST_VALUE - HASH_LENGTH - 1) + "-" + hash;
    }

    /** Returns the index key of a scaled job's jobs: its namespace, and its name as a label value. */
    static String key(String namespace, String labelValue) {
        return namespace + "/" + labelValue;
    }

    static String keyOf(Job job) {
        return key(job.getMetadata().getNamespace(), scaledJobOf(job));
    }

    static String nameOf(Job job) {
        return job.getMetadata().getNamespace() + "/" + job.getMetadata().getName();
    }

    /** Returns the scaled job in the label of a job; empty if there is none. */
    static String scaledJobOf(Job job) {
        Map<String, String> labels = job.getMetadata().getLabels();
        return labels == null ? "" : labels.getOrDefault(SCALED_JOB, "");
    }

    static Map<String, String> of(ScaledJob job, String version) {
        Map<String, String> labels = new TreeMap<>(job.labels());
        String excluded = job.annotations().getOrDefault(ScaledJob.EXCLUDED_LABELS_ANNOTATION, "");
        for (String key : excluded.split(",", -1)) {
            labels.remove(key);
        }
        String name = value(job.name());
        // as in KEDA, user labels take precedence, except for the label that identifies jobs
        labels.putIfAbsent("app.kubernetes.io/name", name);
        labels.putIfAbsent("app.kubernetes.io/part-of", name);
        labels.putIfAbsent("app.kubernetes.io/version", version);
        labels.putIfAbsent("app.kubernetes.io/managed-by", MANAGED_BY);
        labels.put(SCALED_JOB, name);
        return labels;
    }
}
