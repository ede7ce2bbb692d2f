// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit;

import io.autoscale.workload.JobState;
import io.autoscale.workload.ObservedJob;
import io.autoscale.workload.WorkloadRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A job of a {@link JobStore}, with the times of its state changes. */
final class StoredJob {
    final String name;
    final Instant createdAt;

    /** Null for a job added by a test, which belongs to any workload. */
    private final @Nullable WorkloadRef workload;

    private final @Nullable String template;
    private final long settledOrdinal;

    @Nullable
    Instant startedAt;

    @Nullable
    Instant finishedAt;

    @Nullable
    Instant deletedAt;

    JobState end = JobState.SUCCEEDED;

    StoredJob(
            String name,
            @Nullable WorkloadRef workload,
            @Nullable String template,
            long settledOrdinal,
            Instant createdAt) {
        this.name = name;
        this.workload = workload;
        this.template = template;
        this.settledOrdinal = settledOrdinal;
        this.createdAt = createdAt;
    }

    boolean isOf(@Nullable WorkloadRef wanted) {
        return workload == null || wanted == null || workload.equals(wanted);
    }

    boolean existsAt(Instant instant) {
        return !createdAt.isAfter(instant) && (deletedAt == null || deletedAt.isAfter(instant));
    }

    boolean isUnfinishedAt(Instant instant) {
        return existsAt(instant) && (finishedAt == null || finishedAt.isAfter(instant));
    }

    ObservedJob at(Instant instant) {
        Instant finished = finishedAt;
        if (finished != null && !finished.isAfter(instant)) {
            return ObservedJob.finished(name, end, createdAt, finished).settling(settledOrdinal);
        }
        boolean running = startedAt != null && !startedAt.isAfter(instant);
        ObservedJob seen = ObservedJob.unfinished(name, running ? JobState.RUNNING : JobState.PENDING, createdAt)
                .settling(settledOrdinal);
        return template == null ? seen : seen.madeFrom(template);
    }
}
