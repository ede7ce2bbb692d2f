// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.engine.RoundTracing.Phase;
import io.autoscale.engine.Step.Kind;
import io.autoscale.event.DecisionRecord;
import io.autoscale.event.RoundCause;
import io.autoscale.event.RoundDurations;
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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final Host host;
    private final Instant startedAt;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile RoundScope scope;
    private volatile @Nullable Error error;
    private volatile @Nullable Instant countedAt;
    private volatile @Nullable Instant readAt;
    private volatile @Nullable Instant plannedAt;

    Round(Step step, Lifecycle lifecycle, EngineContext context, Host host) {
        this.step = step;
        this.target = step.kind() == Kind.ROUND ? step.target() : step.target().withoutTriggers();
        this.lifecycle = lifecycle;
        this.context = context;
        this.host = host;
        this.startedAt = context.clock().instant();
        this.scope = RoundScope.untraced(target.job().ref(), step.round());
    }

    /** The owner of the round. */
    interface Host {
        /** Performs the step that follows after a call has returned. */
        void perform(Step next);

        void ended(Kind kind, DecisionRecord record);
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
            end(RoundResult.FAILED, RoundCause.NOT_STARTED, "the round was rejected: " + why, List.of(), null, null);
        }
    }

    private void returned() {
        host.perform(lifecycle.callReturned());
    }

    private void start() {
        if (step.kind() == Kind.ROUND) {
            scope = RoundScope.traced(context.tracing(), target.job().ref(), step.round());
        }
        CensusRequest request =
                new CensusRequest(target.job().ref(), target.job().pendingPodConditions());
        Callable<JobCensus> call =
                scope.around(Phase.CENSUS, "", () -> target.observer().observe(request));
        lifecycle.callStarted();
        OwnThread here = new OwnThread();
        var unused = BoundedCall.start(
                        here, call, this::returned, context.limits().censusTimeout(), context)
                .whenComplete((counted, failure) -> guarded(() -> read(counted, failure)));
        run(here);
    }

    // Reads after the census: the work of a job that the census no longer counts has already left the backlog.
    private void read(@Nullable JobCensus counted, @Nullable Throwable failure) {
        if (counted == null) {
            String message =
                    "jobs could not be counted: " + (failure == null ? "no census" : BoundedCall.text(failure));
            end(RoundResult.FAILED, RoundCause.CENSUS_FAILED, message, List.of(), null, null);
            return;
        }
        countedAt = context.clock().instant();
        List<CompletableFuture<TriggerReading>> reads =
                new ArrayList<>(target.channels().size());
        Duration timeout = context.limits().readTimeout(target.job().pollingInterval());
        // one of the reads runs on this thread, which has nothing else to do
        OwnThread here = new OwnThread();
        int last = target.channels().size() - 1;
        for (int i = 0; i <= last; i++) {
            reads.add(target.channels().get(i).read(i == last ? here : context.calls(), timeout, scope));
        }
        var unused = CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new))
                .whenComplete((none, broken) -> guarded(() -> decide(observed(reads), counted)));
        run(here);
    }

    /**
     * Runs the call of this thread. The result contains its failure; an error thrown by the call is kept for this
     * thread.
     */
    private void run(OwnThread here) {
        try {
            here.run();
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
        } catch (RuntimeException e) {
            broken(e);
            throw e;
        } catch (Error e) {
            error = e; // a future would swallow the error
            broken(e);
        }
    }

    private void broken(Throwable e) {
        end(RoundResult.FAILED, RoundCause.EXECUTION_FAILED, e.getClass().getName(), List.of(), null, null);
    }

    private static List<TriggerReading> observed(List<CompletableFuture<TriggerReading>> reads) {
        List<TriggerReading> readings = new ArrayList<>(reads.size());
        for (CompletableFuture<TriggerReading> read : reads) {
            TriggerReading reading = read.getNow(null);
            if (reading != null) {
                readings.add(reading);
            }
        }
        return readings;
    }

    private void decide(List<TriggerReading> readings, JobCensus counted) {
        target.inFlightCheck().read(readings);
        Instant now = context.clock().instant();
        readAt = now;
        Duration age = Duration.between(counted.observedAt(), now);
        if (age.compareTo(context.limits().maxCensusAge()) > 0) {
            String message = "the count of jobs is " + age.toSeconds() + " s old, more than "
                    + context.limits().maxCensusAge().toSeconds() + " s";
            end(RoundResult.FAILED, RoundCause.CENSUS_STALE, message, readings, null, null);
            return;
        }
        Callable<ScalingPlan> call = scope.around(Phase.PLANNING, "", () -> plan(readings, counted, now));
        lifecycle.callStarted();
        // a strategy may block, and a thread that handles expired deadlines must not block
        OwnThread here = new OwnThread();
        var unused = BoundedCall.start(
                        EngineContext.isInNews() ? context.calls() : here,
                        call,
                        this::returned,
                        context.limits().sampleTimeout(),
                        context)
                .whenComplete((plan, failure) -> guarded(() -> planned(readings, plan, failure)));
        run(here);
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
            end(RoundResult.FAILED, RoundCause.STRATEGY_FAILED, message, readings, null, null);
        } else if (plan.isEmpty()) {
            end(RoundResult.COMPLETED, RoundCause.NONE, "", readings, plan, ExecutionOutcome.NOTHING);
        } else if (!lifecycle.mayExecute(step.kind())) {
            end(RoundResult.SKIPPED, RoundCause.REMOVED, "the registration was removed", readings, plan, null);
        } else {
            carryOut(readings, plan);
        }
    }

    private void carryOut(List<TriggerReading> readings, ScalingPlan plan) {
        plannedAt = context.clock().instant();
        Callable<ExecutionOutcome> call = scope.around(Phase.EXECUTION, "", () -> execute(plan));
        lifecycle.callStarted();
        // on another thread, since this one may be handling an expired deadline
        var unused = BoundedCall.start(
                        context.calls(), call, this::returned, context.limits().executionTimeout(), context)
                .whenComplete((outcome, failure) -> guarded(() -> conclude(readings, plan, outcome, failure)));
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
            return;
        }
        if (failure instanceof CancellationException && !lifecycle.mayExecute(step.kind())) {
            end(RoundResult.SKIPPED, RoundCause.REMOVED, BoundedCall.text(failure), readings, plan, null);
            return;
        }
        if (failure instanceof BoundedCall.NotStartedException) {
            String message = "the plan was not executed: " + BoundedCall.text(failure);
            end(RoundResult.FAILED, RoundCause.EXECUTION_FAILED, message, readings, plan, ExecutionOutcome.NOTHING);
            return;
        }
        ExecutionOutcome unknown = ExecutionOutcome.unknown(plan);
        remember(unknown);
        String message = "the plan may have been executed partially: "
                + (failure == null ? "no outcome" : BoundedCall.text(failure));
        end(RoundResult.FAILED, RoundCause.EXECUTION_FAILED, message, readings, plan, unknown);
    }

    private void remember(ExecutionOutcome outcome) {
        Instant now = context.clock().instant();
        var unused = lifecycle.remember(before -> before.after(outcome, now));
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
        Instant now = context.clock().instant();
        DecisionRecord decision = new DecisionRecord(
                target.job().ref(),
                step.round(),
                startedAt,
                now,
                durations(now),
                result,
                cause,
                message,
                readings,
                plan,
                outcome,
                scope.traceId());
        try {
            host.ended(step.kind(), decision);
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

    private RoundDurations durations(Instant now) {
        Instant counted = Objects.requireNonNullElse(countedAt, now);
        Instant read = Objects.requireNonNullElse(readAt, now);
        Instant planned = Objects.requireNonNullElse(plannedAt, now);
        return new RoundDurations(
                step.lateness(),
                between(startedAt, counted),
                between(counted, read),
                between(read, planned),
                between(planned, now));
    }

    /** Returns the duration, truncated to microseconds, which use fewer bytes; zero if the clock was set back. */
    static Duration between(Instant from, Instant to) {
        Duration between = Duration.between(from, to).truncatedTo(ChronoUnit.MICROS);
        return between.isNegative() ? Duration.ZERO : between;
    }

    /** Keeps a call for the thread that started it, until the steps that follow the call are registered. */
    private static final class OwnThread implements Executor, Runnable {
        private Runnable kept = () -> {};

        @Override
        public void execute(Runnable call) {
            kept = call;
        }

        @Override
        public void run() {
            kept.run();
        }
    }
}
