// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.executor.ScalingExecutor;
import io.autoscale.spec.ScaledJob;
import io.autoscale.workload.WorkloadObserver;
import java.util.List;

/** The target of the rounds of one registration. */
record RoundTarget(
        ScaledJob job,
        List<TriggerChannel> channels,
        WorkloadObserver observer,
        ScalingExecutor executor,
        InFlightCheck inFlightCheck) {}
