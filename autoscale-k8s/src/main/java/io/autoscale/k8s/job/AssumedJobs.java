// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Jobs that the API server said it has, and that the watch has not brought yet. They are counted until they are seen, so
 * that a census has every job that was created before its instant; what was created after it is the engine's to add
 * (docs/adr/0008-threads-and-deadlines.md).
 */
final class AssumedJobs {

    private final InstantSource clock;
    private final Map<String, Map<String, Assumed>> byScaledJob = new ConcurrentHashMap<>();

    AssumedJobs(InstantSource clock) {
        this.clock = clock;
    }

    /** A job that was created, or found under the name of one. */
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

    /** The watch has brought this job, be it its creation or its end. */
    void seen(Job job) {
        byScaledJob.computeIfPresent(JobLabels.keyOf(job), (key, jobs) -> {
            jobs.remove(job.getMetadata().getUid());
            return jobs.isEmpty() ? null : jobs;
        });
    }

    /** What is assumed of a scaled job. To be asked for before the watch is, or a job may slip between the two. */
    List<Assumed> of(String key) {
        Map<String, Assumed> assumed = byScaledJob.get(key);
        return assumed == null ? List.of() : List.copyOf(assumed.values());
    }
}
