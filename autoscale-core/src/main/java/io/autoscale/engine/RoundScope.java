// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.engine.RoundTracing.Phase;
import io.autoscale.engine.RoundTracing.Trace;
import io.autoscale.event.DecisionRecord;
import io.autoscale.workload.WorkloadRef;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What the calls of a round run in: its trace, and its name in the log. */
final class RoundScope {

    private static final Logger LOG = LoggerFactory.getLogger(RoundScope.class);
    private static final String SCALED_JOB = "scaledJob";
    private static final String ROUND = "round";
    private static final Trace NOTHING = new Trace() {};

    private final String workload;
    private final String round;
    private volatile Trace trace;
    private volatile String traceId = "";

    private RoundScope(WorkloadRef workload, long round, Trace trace) {
        this.workload = workload.toString();
        this.round = Long.toString(round);
        this.trace = trace;
    }

    /** A round, which is traced. */
    static RoundScope traced(RoundTracing tracing, WorkloadRef workload, long round) {
        RoundScope scope = untraced(workload, round);
        try {
            scope.trace = tracing.begin(workload, round);
            scope.traceId = scope.trace.id();
        } catch (RuntimeException | LinkageError e) {
            scope.failed(e);
        }
        return scope;
    }

    /** A pass that is no round. */
    static RoundScope untraced(WorkloadRef workload, long round) {
        return new RoundScope(workload, round, NOTHING);
    }

    String traceId() {
        return traceId;
    }

    <T> Callable<T> around(Phase phase, String trigger, Callable<T> call) {
        Callable<T> named = () -> {
            MDC.put(SCALED_JOB, workload);
            MDC.put(ROUND, round);
            try {
                return call.call();
            } finally {
                MDC.remove(SCALED_JOB);
                MDC.remove(ROUND);
            }
        };
        try {
            return trace.around(phase, trigger, named);
        } catch (RuntimeException | LinkageError e) {
            failed(e);
            return named;
        }
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
