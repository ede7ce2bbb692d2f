// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.operatorsdk;

import io.autoscale.event.AutoscalerEvent;
import io.autoscale.event.AutoscalerListener;
import io.autoscale.event.DecisionRecord;
import io.autoscale.workload.WorkloadRef;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps the last decision about each pipeline, and has the pipeline reconciled when the decision changes. */
final class Decisions implements AutoscalerListener {

    private final Map<WorkloadRef, DecisionRecord> last = new ConcurrentHashMap<>();
    private final SimpleInboundEventSource<VideoPipeline> changes = new SimpleInboundEventSource<>("decisions");

    SimpleInboundEventSource<VideoPipeline> changes() {
        return changes;
    }

    Optional<DecisionRecord> last(WorkloadRef workload) {
        return Optional.ofNullable(last.get(workload));
    }

    @Override
    public void onEvent(AutoscalerEvent event) {
        WorkloadRef workload = event.workload();
        if (event instanceof AutoscalerEvent.RoundCompleted completed) {
            keep(completed.decision());
        } else if (event instanceof AutoscalerEvent.RoundFailed failed) {
            keep(failed.decision());
        } else if (event instanceof AutoscalerEvent.RegistrationChanged registration
                && registration.change() == AutoscalerEvent.RegistrationChange.ENDED) {
            last.remove(workload);
        }
    }

    private void keep(DecisionRecord decision) {
        DecisionRecord before = last.get(decision.workload());
        // only the numbers of idle rounds differ: without this check, each round would write a status
        if (before == null || !decision.isIdleLike(before)) {
            last.put(decision.workload(), decision);
            changes.propagateEvent(new ResourceID(
                    decision.workload().name(), decision.workload().namespace()));
        }
    }
}
