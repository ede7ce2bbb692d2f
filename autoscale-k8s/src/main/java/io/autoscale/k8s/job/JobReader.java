// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import io.autoscale.workload.JobState;
import io.autoscale.workload.ObservedJob;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Converts a Job of the API server to an observed job. */
final class JobReader {

    private static final Set<String> ENDING = Set.of("SuccessCriteriaMet", "FailureTarget");

    private static final Pattern ORDINAL = Pattern.compile("[0-9]{1,10}");

    private JobReader() {}

    static boolean isFinished(Job job) {
        return terminal(job) != null;
    }

    static ObservedJob read(Job job, List<Pod> pods, List<String> pendingPodConditions) {
        ObservedJob seen = state(job, pods, pendingPodConditions);
        Map<String, String> annotations = job.getMetadata().getAnnotations();
        if (annotations == null) {
            return seen;
        }
        String template = annotations.get(JobLabels.TEMPLATE);
        ObservedJob made = template == null ? seen : seen.madeFrom(template);
        String settled = annotations.get(JobLabels.SETTLED);
        return settled == null || !ORDINAL.matcher(settled).matches() ? made : made.settling(Long.parseLong(settled));
    }

    private static ObservedJob state(Job job, List<Pod> pods, List<String> pendingPodConditions) {
        Instant createdAt = time(job.getMetadata().getCreationTimestamp(), Instant.EPOCH);
        JobCondition terminal = terminal(job);
        if (terminal != null) {
            JobState state = terminal.getType().equals("Complete") ? JobState.SUCCEEDED : JobState.FAILED;
            String completed = job.getStatus().getCompletionTime();
            Instant finishedAt = time(terminal.getLastTransitionTime(), time(completed, createdAt));
            return ObservedJob.finished(job.getMetadata().getName(), state, createdAt, finishedAt);
        }
        boolean working = pendingPodConditions.isEmpty()
                ? pods.stream().anyMatch(JobReader::runsOrHasSucceeded)
                : pods.stream().anyMatch(pod -> hasAll(pod, pendingPodConditions));
        return new ObservedJob(
                job.getMetadata().getName(),
                working ? JobState.RUNNING : JobState.PENDING,
                job.getSpec() != null && Boolean.TRUE.equals(job.getSpec().getSuspend()),
                job.getMetadata().getDeletionTimestamp() != null
                        || conditions(job).stream().anyMatch(JobReader::isEnding),
                createdAt,
                null);
    }

    private static @Nullable JobCondition terminal(Job job) {
        return conditions(job).stream()
                .filter(condition -> isTrue(condition.getStatus())
                        && (condition.getType().equals("Complete")
                                || condition.getType().equals("Failed")))
                .findFirst()
                .orElse(null);
    }

    private static boolean isEnding(JobCondition condition) {
        return isTrue(condition.getStatus()) && ENDING.contains(condition.getType());
    }

    private static List<JobCondition> conditions(Job job) {
        return job.getStatus() == null || job.getStatus().getConditions() == null
                ? List.of()
                : job.getStatus().getConditions();
    }

    private static boolean runsOrHasSucceeded(Pod pod) {
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        return "Running".equals(phase) || "Succeeded".equals(phase);
    }

    private static boolean hasAll(Pod pod, List<String> types) {
        List<PodCondition> conditions =
                pod.getStatus() == null ? null : pod.getStatus().getConditions();
        return conditions != null
                && types.stream()
                        .allMatch(type -> conditions.stream()
                                .anyMatch(condition ->
                                        condition.getType().equals(type) && isTrue(condition.getStatus())));
    }

    private static boolean isTrue(@Nullable String status) {
        return "True".equals(status);
    }

    private static Instant time(@Nullable String text, Instant otherwise) {
        return text == null ? otherwise : OffsetDateTime.parse(text).toInstant();
    }
}
