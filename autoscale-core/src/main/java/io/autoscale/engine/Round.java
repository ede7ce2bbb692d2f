// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.engine.RoundTracing.Phase;
import io.autoscale.engine.Step.Kind;
import io.autoscale.event.DecisionRecord;
import io.autoscale.event.RoundCause;
import io.autoscale.event.RoundResult;
import io.autoscale.plan.ExecutionOutcome;
import io.autoscale.plan.Planner;
import io.autoscale.plan.RoundMemory;
import io.autoscale.plan.ScalingPlan;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.ScaledJob;
import io.autoscale.workload.CensusRequest;
import io.autoscale.workload.JobCensus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One pass from census to outcome. It stays on one thread if every call returns in time. Otherwise it continues or ends
 * on another thread. It produces exactly one record.
 */
final class Round {

    /** The maximum number of jobs that a pass without readings deletes. */
    private static final int DELETIONS_AT_ONCE = 20;

    private final Step step;
    private final RoundTarget target;
    private final Lifecycle lifecycle;
    private final EngineContext context;
    private final PolledRegistration registration;
    private final Instant startedAt;
    private final RoundScope scope;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable Error error;

    Round(Step step, Lifecycle lifecycle, EngineContext context, PolledRegistration registration) {
        this.step = step;
        this.target = step.target();
        this.lifecycle = lifecycle;
        this.context = context;
        this.registration = registration;
        this.startedAt = context.clock().instant();
        this.scope = new RoundScope(target.job().ref(), step.round());
    }

    /** Runs the round as far as possible on this thread. An error ends the round and is rethrown. */
    void begin() {
        if (!begun.compareAndSet(false, true)) {
            return; // it was rejected as well
        }
        guarded(this::start);
        Error thrown = error;
        if (thrown != null) {
            throw thrown;
        }
    }

    /** Handles an exception of the executor. Ignored if a thread has already begun the round. */
    void refused(Throwable why) {
        if (begun.compareAndSet(false, true)) {
            failed(RoundCause.NOT_STARTED, "the round was rejected: " + why, List.of());
        }
    }

    private void returned() {
        registration.perform(lifecycle.callReturned());
    }

    private void start() {
        if (step.kind() == Kind.ROUND) {
            scope.begin(context.tracing());
        }
        CensusRequest request =
                new CensusRequest(target.job().ref(), target.job().pendingPodConditions());
        call(Phase.CENSUS, true, () -> target.observer().observe(request), this::read);
    }

    /** Starts the call of a phase. The next step runs where the call ends, or where its deadline is handled. */
    private <T> void call(
            Phase phase, boolean here, Callable<T> call, BiConsumer<@Nullable T, @Nullable Throwable> next) {
        Duration timeout = switch (phase) {
            case CENSUS -> context.limits().censusTimeout();
            case EXECUTION -> context.limits().executionTimeout();
            default -> context.limits().sampleTimeout();
        };
        Callable<T> traced = scope.around(phase, "", call);
        lifecycle.callStarted();
        List<Runnable> own = new ArrayList<>(1);
        var unused = BoundedCall.start(here ? own::add : context.calls(), traced, this::returned, timeout, context)
                .whenComplete((result, failure) -> guarded(() -> next.accept(result, failure)));
        run(own);
    }

    // Reads after the census: the work of a job that the census no longer counts has already left the backlog.
    private void read(@Nullable JobCensus counted, @Nullable Throwable failure) {
        if (counted == null) {
            String why = failure == null ? "no census" : BoundedCall.text(failure);
            failed(RoundCause.CENSUS_FAILED, "jobs could not be counted: " + why, List.of());
            return;
        }
        scope.ended(Phase.CENSUS, context.clock().instant());
        List<TriggerChannel> channels = step.kind() == Kind.ROUND ? target.channels() : List.of();
        List<CompletableFuture<TriggerReading>> reads = new ArrayList<>(channels.size());
        Duration timeout = context.limits().readTimeout(target.job().pollingInterval());
        // one of the reads runs on this thread, which has nothing else to do
        List<Runnable> own = new ArrayList<>(1);
        for (TriggerChannel channel : channels) {
            boolean last = reads.size() == channels.size() - 1;
            reads.add(channel.read(last ? own::add : context.calls(), timeout, scope));
        }
        var unused = CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new))
                .whenComplete((none, broken) -> guarded(
                        () -> decide(reads.stream().map(CompletableFuture::join).toList(), counted)));
        run(own);
    }

    /** Runs a call that was kept for this thread until its next step was registered. Its result has its failure too. */
    private void run(List<Runnable> own) {
        try {
            own.forEach(Runnable::run);
        } catch (Error e) {
            error = e;
        }
    }

    /** Ends the round if a step throws. Otherwise the registration would wait for it forever. */
    private void guarded(Runnable step) {
        if (ended.get()) {
            return;
        }
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            if (e instanceof Error thrown) {
                error = thrown; // a future would swallow the error
            }
            failed(RoundCause.EXECUTION_FAILED, e.getClass().getName(), List.of());
            if (e instanceof RuntimeException) {
                throw e;
            }
        }
    }

    private void decide(List<TriggerReading> readings, JobCensus counted) {
        target.inFlightCheck().read(readings);
        Instant now = context.clock().instant();
        scope.ended(Phase.READ, now);
        Duration age = Duration.between(counted.observedAt(), now);
        if (age.compareTo(context.limits().maxCensusAge()) > 0) {
            String message = "the count of jobs is " + age.toSeconds() + " s old, more than "
                    + context.limits().maxCensusAge().toSeconds() + " s";
            failed(RoundCause.CENSUS_STALE, message, readings);
            return;
        }
        // a strategy may block, and a thread that handles expired deadlines must not block
        boolean here = !EngineContext.isInNews();
        call(Phase.PLANNING, here, () -> plan(readings, counted, now), (plan, why) -> planned(readings, plan, why));
    }

    private ScalingPlan plan(List<TriggerReading> readings, JobCensus counted, Instant now) {
        ScaledJob job = target.job();
        RoundMemory memory = lifecycle.remember(before -> before.observed(job, readings, counted, now));
        return switch (step.kind()) {
            case CLEANUP -> Planner.cleanup(job, counted, DELETIONS_AT_ONCE, now);
            case REMOVAL -> Planner.removal(job, lifecycle.removal(), counted, DELETIONS_AT_ONCE, now);
            default -> Planner.plan(job, readings, counted, memory, now);
        };
    }

    private void planned(List<TriggerReading> readings, @Nullable ScalingPlan plan, @Nullable Throwable failure) {
        if (plan == null) {
            String why = failure == null
                    ? "no plan"
                    : failure instanceof Error ? failure.getClass().getName() : BoundedCall.text(failure);
            String message = "strategy " + target.job().scalingStrategy().name() + " failed: " + why;
            failed(RoundCause.STRATEGY_FAILED, message, readings);
        } else if (plan.isEmpty()) {
            end(RoundResult.COMPLETED, RoundCause.NONE, "", readings, plan, ExecutionOutcome.NOTHING);
        } else if (!lifecycle.mayExecute(step.kind())) {
            end(RoundResult.SKIPPED, RoundCause.REMOVED, "the registration was removed", readings, plan, null);
        } else {
            scope.ended(Phase.PLANNING, context.clock().instant());
            // not on this thread, which may be handling an expired deadline
            call(Phase.EXECUTION, false, () -> execute(plan), (outcome, why) -> conclude(readings, plan, outcome, why));
        }
    }

    private ExecutionOutcome execute(ScalingPlan plan) {
        if (!lifecycle.mayExecute(step.kind())) {
            throw new CancellationException("the registration was removed");
        }
        ExecutionOutcome outcome = target.executor().execute(target.job(), plan);
        // recorded here and not when the round is concluded, so that a response after the deadline counts too
        remember(outcome);
        return outcome;
    }

    private void conclude(
            List<TriggerReading> readings,
            ScalingPlan plan,
            @Nullable ExecutionOutcome outcome,
            @Nullable Throwable failure) {
        if (outcome != null) {
            end(RoundResult.COMPLETED, RoundCause.NONE, "", readings, plan, outcome);
        } else if (failure instanceof CancellationException && !lifecycle.mayExecute(step.kind())) {
            end(RoundResult.SKIPPED, RoundCause.REMOVED, BoundedCall.text(failure), readings, plan, null);
        } else if (failure instanceof BoundedCall.NotStartedException) {
            String message = "the plan was not executed: " + BoundedCall.text(failure);
            end(RoundResult.FAILED, RoundCause.EXECUTION_FAILED, message, readings, plan, ExecutionOutcome.NOTHING);
        } else {
            ExecutionOutcome unknown = ExecutionOutcome.unknown(plan);
            remember(unknown);
            String message = "the plan may have been executed partially: "
                    + (failure == null ? "no outcome" : BoundedCall.text(failure));
            end(RoundResult.FAILED, RoundCause.EXECUTION_FAILED, message, readings, plan, unknown);
        }
    }

    private void remember(ExecutionOutcome outcome) {
        Instant now = context.clock().instant();
        var unused = lifecycle.remember(before -> before.after(outcome, now));
    }

    private void failed(RoundCause cause, String message, List<TriggerReading> readings) {
        end(RoundResult.FAILED, cause, message, readings, null, null);
    }

    private void end(
            RoundResult result,
            RoundCause cause,
            String message,
            List<TriggerReading> readings,
            @Nullable ScalingPlan plan,
            @Nullable ExecutionOutcome outcome) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        try {
            Instant now = context.clock().instant();
            DecisionRecord decision = new DecisionRecord(
                    target.job().ref(),
                    step.round(),
                    startedAt,
                    now,
                    scope.durations(step.lateness(), startedAt, now),
                    result,
                    cause,
                    message,
                    readings,
                    plan,
                    outcome,
                    scope.traceId());
            registration.ended(step.kind(), decision);
            scope.end(decision);
        } finally {
            try {
                returned();
            } finally {
                if (cause == RoundCause.NOT_STARTED || EngineContext.isInNews()) {
                    context.deliver(); // this thread must not wait for listeners
                } else {
                    context.events().deliver();
                }
            }
        }
    }
}
