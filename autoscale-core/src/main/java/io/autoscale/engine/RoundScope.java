// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.engine.RoundTracing.Phase;
import io.autoscale.engine.RoundTracing.Trace;
import io.autoscale.event.DecisionRecord;
import io.autoscale.event.RoundDurations;
import io.autoscale.workload.WorkloadRef;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What follows the calls of a round: its trace, its name in the log, and the durations of its phases. */
final class RoundScope {

    private static final Logger LOG = LoggerFactory.getLogger(RoundScope.class);
    private static final String SCALED_JOB = "scaledJob";
    private static final String ROUND = "round";
    private static final Trace NOTHING = new Trace() {};

    private final WorkloadRef workload;
    private final long round;
    private final Map<Phase, Instant> ends = Collections.synchronizedMap(new EnumMap<>(Phase.class));
    private volatile Trace trace = NOTHING;
    private volatile String traceId = "";

    RoundScope(WorkloadRef workload, long round) {
        this.workload = workload;
        this.round = round;
    }

    /** Begins a trace. Only rounds are traced; other passes are not. */
    void begin(RoundTracing tracing) {
        try {
            Trace begun = tracing.begin(workload, round);
            traceId = Objects.requireNonNull(begun.id(), "id of the trace");
            trace = begun;
        } catch (RuntimeException | LinkageError e) {
            failed(e);
        }
    }

    String traceId() {
        return traceId;
    }

    <T> Callable<T> around(Phase phase, String trigger, Callable<T> call) {
        Callable<T> named = () -> {
            MDC.put(SCALED_JOB, workload.toString());
            MDC.put(ROUND, Long.toString(round));
            try {
                return call.call();
            } finally {
                MDC.remove(SCALED_JOB);
                MDC.remove(ROUND);
            }
        };
        try {
            return Objects.requireNonNull(trace.around(phase, trigger, named), "the call of a trace");
        } catch (RuntimeException | LinkageError e) {
            failed(e);
            return named;
        }
    }

    void ended(Phase phase, Instant at) {
        ends.put(phase, at);
    }

    /** The duration of each phase, if the one that has not ended yet ends now. */
    RoundDurations durations(Duration lateness, Instant startedAt, Instant now) {
        Instant counted = ends.getOrDefault(Phase.CENSUS, now);
        Instant read = ends.getOrDefault(Phase.READ, now);
        Instant planned = ends.getOrDefault(Phase.PLANNING, now);
        return new RoundDurations(
                lateness.truncatedTo(ChronoUnit.MICROS),
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

    void end(DecisionRecord decision) {
        try {
            trace.end(decision);
        } catch (RuntimeException | LinkageError e) {
            failed(e);
        }
    }

    /** An incomplete class path of the tracing must not stop scaling either. */
    private void failed(Throwable e) {
        LOG.warn("round {} of {} is no longer traced", round, workload, e);
        trace = NOTHING;
        traceId = "";
    }
}
