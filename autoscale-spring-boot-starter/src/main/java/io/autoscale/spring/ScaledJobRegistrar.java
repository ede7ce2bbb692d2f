// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spring;

import io.autoscale.Autoscaler;
import io.autoscale.engine.Registration;
import io.autoscale.executor.ScalingExecutor;
import io.autoscale.spec.ScaledJob;
import io.autoscale.workload.WorkloadObserver;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.SmartLifecycle;

/** Registers the ScaledJobs of the program when everything else has started, and ends scaling before it stops. */
final class ScaledJobRegistrar implements SmartLifecycle {

    private final Autoscaler autoscaler;
    private final ScaledJobSources scaledJobs;
    private final WorkloadObserver observer;
    private final ScalingExecutor executor;
    private final List<Registration> registered = new ArrayList<>();
    private boolean running;

    ScaledJobRegistrar(
            Autoscaler autoscaler, ScaledJobSources scaledJobs, WorkloadObserver observer, ScalingExecutor executor) {
        this.autoscaler = autoscaler;
        this.scaledJobs = scaledJobs;
        this.observer = observer;
        this.executor = executor;
    }

    @Override
    public synchronized void start() {
        running = true;
        for (ScaledJob job : scaledJobs.all()) {
            registered.add(autoscaler.register(job, observer, executor));
        }
    }

    /** Jobs continue to run. */
    @Override
    public synchronized void stop() {
        running = false;
        registered.forEach(Registration::close);
        registered.clear();
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }
}
