// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.operatorsdk;

import io.autoscale.Autoscaler;
import io.autoscale.aws.trigger.SqsQueueTrigger;
import io.autoscale.event.DecisionRecord;
import io.autoscale.k8s.job.KubernetesJobTemplate;
import io.autoscale.k8s.job.KubernetesJobs;
import io.autoscale.plan.JobOutcome;
import io.autoscale.spec.ScaledJob;
import io.autoscale.validation.InvalidConfigurationException;
import io.autoscale.workload.Removal;
import io.autoscale.workload.WorkloadRef;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Registers each pipeline as a scaled job, and drains it before it is deleted. Jobs have no owner reference to the
 * pipeline: Kubernetes would delete running jobs together with it. The finalizer that the SDK adds for a {@link Cleaner}
 * keeps the pipeline until its jobs are finished.
 */
final class VideoPipelineReconciler implements Reconciler<VideoPipeline>, Cleaner<VideoPipeline> {

    static final Duration POLLING_INTERVAL = Duration.ofSeconds(10);
    private static final Duration DRAIN_CHECK = Duration.ofSeconds(2);

    /** The fields of a pipeline by the fields of its scaled job, for error messages. */
    private static final Map<String, String> FIELDS = Map.of(
            "triggers[0].metadata.queueURL", "spec.queueUrl",
            "triggers[0].metadata.awsRegion", "spec.region",
            "triggers[0].metadata.queueLength", "spec.messagesPerJob",
            "maxReplicaCount", "spec.maxJobs");

    private final Autoscaler autoscaler;
    private final KubernetesJobs jobs;
    private final Decisions decisions;
    private final Map<WorkloadRef, CompletableFuture<Void>> drains = new ConcurrentHashMap<>();

    VideoPipelineReconciler(Autoscaler autoscaler, KubernetesJobs jobs, Decisions decisions) {
        this.autoscaler = autoscaler;
        this.jobs = jobs;
        this.decisions = decisions;
    }

    @Override
    public List<EventSource<?, VideoPipeline>> prepareEventSources(EventSourceContext<VideoPipeline> context) {
        return List.of(decisions.changes());
    }

    @Override
    public UpdateControl<VideoPipeline> reconcile(VideoPipeline pipeline, Context<VideoPipeline> context) {
        String problem = null;
        try {
            apply(pipeline);
        } catch (InvalidConfigurationException e) {
            // reported instead of thrown: a retry cannot succeed before the spec changes; the last valid spec stays
            problem = problem(e);
        }
        VideoPipeline.Status before = Objects.requireNonNullElse(pipeline.getStatus(), VideoPipeline.Status.EMPTY);
        VideoPipeline.Status status =
                status(before, decisions.last(ref(pipeline)).orElse(null), problem);
        // not an empty status: the API server refuses to apply one in the place of another
        if (status.equals(before) || status.equals(VideoPipeline.Status.EMPTY)) {
            return UpdateControl.noUpdate();
        }
        pipeline.setStatus(status);
        // once more: the SDK can miss a change of the spec that is made just before this write (its issue 3398)
        return UpdateControl.patchStatus(pipeline).reschedule();
    }

    /** Does not wait for the jobs: the SDK calls it again until they are finished. */
    @Override
    public DeleteControl cleanup(VideoPipeline pipeline, Context<VideoPipeline> context) {
        CompletableFuture<Void> drain = drains.computeIfAbsent(ref(pipeline), ref -> drain(pipeline));
        if (!drain.isDone()) {
            return DeleteControl.noFinalizerRemoval().rescheduleAfter(DRAIN_CHECK);
        }
        drains.remove(ref(pipeline));
        return drain.isCancelled() ? DeleteControl.noFinalizerRemoval() : DeleteControl.defaultDelete();
    }

    private void apply(VideoPipeline pipeline) {
        ScaledJob job = scaledJob(pipeline);
        boolean isNew = autoscaler.find(job.ref()).isEmpty();
        var registration = autoscaler.registerOrUpdate(job, jobs);
        if (isNew) {
            registration.triggerNow();
        }
    }

    private CompletableFuture<Void> drain(VideoPipeline pipeline) {
        try {
            // it is not registered if the operator was restarted after the deletion
            return autoscaler
                    .find(ref(pipeline))
                    .orElseGet(() -> autoscaler.register(scaledJob(pipeline), jobs))
                    .remove(Removal.DRAIN);
        } catch (InvalidConfigurationException e) {
            // not scaled by this process, and nothing to scale it by: jobs of an earlier spec run to completion
            return CompletableFuture.completedFuture(null);
        }
    }

    private static ScaledJob scaledJob(VideoPipeline pipeline) {
        VideoPipeline.Spec spec = pipeline.getSpec();
        return ScaledJob.builder(pipeline.getMetadata().getName())
                .namespace(pipeline.getMetadata().getNamespace())
                .jobTemplate(KubernetesJobTemplate.container("encoder", spec.image(), "encode", spec.queueUrl()))
                .pollingInterval(POLLING_INTERVAL)
                .maxReplicaCount(spec.maximum())
                .trigger(SqsQueueTrigger.builder()
                        .queueUrl(spec.queueUrl())
                        .awsRegion(spec.region())
                        .queueLength(spec.target())
                        .build())
                .build();
    }

    private static VideoPipeline.Status status(
            VideoPipeline.Status before, @Nullable DecisionRecord decision, @Nullable String problem) {
        if (decision == null) {
            // for example, the operator was restarted
            return new VideoPipeline.Status(before.backlog(), before.unfinishedJobs(), before.lastDecision(), problem);
        }
        var plan = decision.plan();
        var outcome = decision.outcome();
        int created = outcome == null ? 0 : outcome.count(JobOutcome.Status.CREATED);
        return new VideoPipeline.Status(
                plan == null || plan.demand().isUnknown()
                        ? null
                        : (Long) plan.demand().backlog(),
                plan == null ? null : plan.census().running() + created,
                decision.sentence(),
                problem);
    }

    private static String problem(InvalidConfigurationException e) {
        return e.violations().stream()
                .map(violation -> violation
                        .at(FIELDS.getOrDefault(violation.path(), violation.path()))
                        .toString())
                .collect(Collectors.joining("; "));
    }

    private static WorkloadRef ref(VideoPipeline pipeline) {
        return WorkloadRef.scaledJob(
                pipeline.getMetadata().getNamespace(), pipeline.getMetadata().getName());
    }
}
