// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.videoencoder;

import io.autoscale.event.AutoscalerEvent;
import io.autoscale.event.AutoscalerListener;
import io.autoscale.event.DecisionRecord;
import io.autoscale.plan.ScalingPlan;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Prints events to the terminal, and keeps the record of all rounds. */
final class Progress implements AutoscalerListener {

    private final PrintStream out;
    private final List<DecisionRecord> rounds = new ArrayList<>();
    private String last = "";

    Progress(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void onEvent(AutoscalerEvent event) {
        if (event instanceof AutoscalerEvent.RoundCompleted completed) {
            rounds.add(completed.decision());
            ScalingPlan plan = completed.decision().plan();
            if (plan != null && !plan.isEmpty()) {
                out.println(completed.decision().sentence());
            }
        } else if (event instanceof AutoscalerEvent.RoundFailed failed) {
            rounds.add(failed.decision());
            out.println(failed.decision().sentence());
        } else if (event instanceof AutoscalerEvent.RoundSkipped skipped) {
            rounds.add(skipped.decision());
        } else if (event instanceof AutoscalerEvent.SourceGuardChanged changed) {
            out.println("source " + changed.trigger() + " is " + changed.state());
        }
    }

    synchronized void show(int queue, int pending, int running, int done) {
        String line = String.format("queue %4d  pending %4d  running %4d  done %4d", queue, pending, running, done);
        if (!line.equals(last)) {
            out.println(line);
            last = line;
        }
    }

    synchronized List<DecisionRecord> rounds() {
        return List.copyOf(rounds);
    }
}
