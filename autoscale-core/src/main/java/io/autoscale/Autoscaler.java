// SPDX-License-Identifier: Apache-2.0
package io.autoscale;

import io.autoscale.engine.Engine;
import io.autoscale.engine.Registration;
import io.autoscale.executor.ScalingExecutor;
import io.autoscale.spec.ScaledJob;
import io.autoscale.workload.WorkloadObserver;
import io.autoscale.workload.WorkloadRef;
import java.util.List;
import java.util.Optional;

/**
 * Scales jobs by the work that waits. Give it scaled jobs and the adapters that count and create their jobs; it polls,
 * decides, applies and explains until it is closed. Safe from any thread.
 */
public final class Autoscaler implements AutoCloseable {

    private final Engine engine;

    Autoscaler(Engine engine) {
        this.engine = engine;
    }

    /** Starts an autoscaler with every default set. */
    public static AutoscalerBuilder builder() {
        return new AutoscalerBuilder();
    }

    /**
     * Registers a scaled job. Its first round comes within one polling interval.
     *
     * @param job what is scaled
     * @param observer counts its jobs
     * @param executor executes plans; {@link ScalingExecutor#dryRun()} to see what would happen
     * @throws io.autoscale.validation.InvalidConfigurationException when a trigger cannot be used; it holds the errors
     *     of all triggers
     * @throws IllegalStateException when this autoscaler is closed, or the scaled job is registered already
     */
    public Registration register(ScaledJob job, WorkloadObserver observer, ScalingExecutor executor) {
        return engine.register(job, observer, executor);
    }

    /**
     * Registers a scaled job, with one adapter for both halves.
     *
     * @param job what is scaled
     * @param jobs counts and creates its jobs
     * @param <T> an observer that is an executor too
     * @throws io.autoscale.validation.InvalidConfigurationException when a trigger cannot be used
     * @throws IllegalStateException when this autoscaler is closed, or the scaled job is registered already
     */
    public <T extends WorkloadObserver & ScalingExecutor> Registration register(ScaledJob job, T jobs) {
        return engine.register(job, jobs, jobs);
    }

    /**
     * Registers a scaled job, or updates its registration where there is one: what a controller calls whenever it sees
     * the object. An update keeps the observer and the executor of the registration.
     *
     * @param job what is scaled
     * @param observer counts its jobs
     * @param executor executes plans
     * @throws io.autoscale.validation.InvalidConfigurationException when a trigger cannot be used; nothing changes then
     * @throws IllegalStateException when this autoscaler is closed, or the registration is being removed
     */
    public Registration registerOrUpdate(ScaledJob job, WorkloadObserver observer, ScalingExecutor executor) {
        return engine.registerOrUpdate(job, observer, executor);
    }

    /**
     * Registers a scaled job, or updates its registration where there is one, with one adapter for both halves.
     *
     * @param job what is scaled
     * @param jobs counts and creates its jobs
     * @param <T> an observer that is an executor too
     * @throws io.autoscale.validation.InvalidConfigurationException when a trigger cannot be used; nothing changes then
     * @throws IllegalStateException when this autoscaler is closed, or the registration is being removed
     */
    public <T extends WorkloadObserver & ScalingExecutor> Registration registerOrUpdate(ScaledJob job, T jobs) {
        return engine.registerOrUpdate(job, jobs, jobs);
    }

    /**
     * The registration of a workload.
     *
     * @param ref the workload, as {@link ScaledJob#ref()} has it
     * @return empty when it is not registered
     */
    public Optional<Registration> find(WorkloadRef ref) {
        return engine.find(ref);
    }

    /**
     * All registrations that are not closed.
     *
     * @return a snapshot, in no order
     */
    public List<Registration> registrations() {
        return engine.registrations();
    }

    /**
     * Ends all rounds: waits for those under way, at most {@link io.autoscale.engine.EngineLimits#closeTimeout()}, closes
     * sources, and leaves no thread behind. Creates and deletes no job. No effect when closed already.
     */
    @Override
    public void close() {
        engine.close();
    }
}
