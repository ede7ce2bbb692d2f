// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Jobs that the API server has confirmed but the watch has not delivered yet. They are counted until the watch delivers
 * them, so that a census includes every job created before its instant. The engine adds jobs created after it
 * (docs/adr/0008-threads-and-deadlines.md).
 */
final class AssumedJobs {

    private final InstantSource clock;
    private final Map<String, Map<String, Assumed>> byScaledJob = new ConcurrentHashMap<>();

    AssumedJobs(InstantSource clock) {
        this.clock = clock;
    }

    /** A job that was created, or that already existed under its name. */
    record Assumed(Job job, Instant since) {

        String uid() {
            return job.getMetadata().getUid();
        }
    }

    void add(Job job) {
        Assumed assumed = new Assumed(TrimmedStore.trimmed(job), clock.instant());
        byScaledJob.compute(JobLabels.keyOf(job), (key, before) -> {
            Map<String, Assumed> jobs = before == null ? new ConcurrentHashMap<>() : before;
            jobs.put(assumed.uid(), assumed);
            return jobs;
        });
    }

    /** Removes a job because the watch has delivered its creation or its deletion. */
    void seen(Job job) {
        byScaledJob.computeIfPresent(JobLabels.keyOf(job), (key, jobs) -> {
            jobs.remove(job.getMetadata().getUid());
            return jobs.isEmpty() ? null : jobs;
        });
    }

    /**
     * Returns the assumed jobs of a scaled job. Read before the informer store; otherwise a job could be missed in
     * both.
     */
    List<Assumed> of(String key) {
        Map<String, Assumed> assumed = byScaledJob.get(key);
        return assumed == null ? List.of() : List.copyOf(assumed.values());
    }
}
