// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.autoscale.spec.ScaledJob;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The labels by which jobs are known. */
final class JobLabels {

    static final String SCALED_JOB = "scaledjob.keda.sh/name";
    static final String GENERATION = "scaledjob.keda.sh/generation";
    static final String MANAGED_BY = "autoscale";

    private static final int LONGEST_VALUE = 63;
    private static final int HASH_LENGTH = 8;

    private JobLabels() {}

    /** A name as a label value: a name that is too long is cut, and told apart by a hash. */
    static String value(String name) {
        if (name.length() <= LONGEST_VALUE) {
            return name;
        }
        String hash = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, HASH_LENGTH);
        return name.substring(0, LONGEST_VALUE - HASH_LENGTH - 1) + "-" + hash;
    }

    static Map<String, String> of(ScaledJob job, String version) {
        Map<String, String> labels = new HashMap<>(job.labels());
        String excluded = job.annotations().getOrDefault(ScaledJob.EXCLUDED_LABELS_ANNOTATION, "");
        for (String key : excluded.split(",", -1)) {
            labels.remove(key.trim());
        }
        String name = value(job.name());
        labels.put("app.kubernetes.io/name", name);
        labels.put("app.kubernetes.io/part-of", name);
        labels.put("app.kubernetes.io/version", version);
        labels.put("app.kubernetes.io/managed-by", MANAGED_BY);
        labels.put(SCALED_JOB, name);
        return labels;
    }
}
