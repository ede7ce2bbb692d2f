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
 * Scales jobs by the amount of waiting work. Register scaled jobs with the adapters that count and create their jobs.
 * The autoscaler polls the triggers, decides, executes plans and publishes the reasons until it is closed. Safe for use
 * by multiple threads.
 */
public final class Autoscaler implements AutoCloseable {

    private final Engine engine;

    Autoscaler(Engine engine) {
        this.engine = engine;
    }

    /** Returns a builder with every default set. */
    public static AutoscalerBuilder builder() {
        return new AutoscalerBuilder();
    }

    /**
     * Registers a scaled job. Its first round runs within one polling interval.
     *
     * @param job the scaled job
     * @param observer counts its jobs
     * @param executor executes plans; use {@link ScalingExecutor#dryRun()} to see what would happen
     * @throws io.autoscale.validation.InvalidConfigurationException if a trigger is invalid; contains the errors of all
     *     triggers
     * @throws IllegalStateException if this autoscaler is closed or the scaled job is already registered
     */
    public Registration register(ScaledJob job, WorkloadObserver observer, ScalingExecutor executor) {
        return engine.register(job, observer, executor);
    }

    /**
     * Registers a scaled job with one adapter that counts and creates its jobs.
     *
     * @param job the scaled job
     * @param jobs counts and creates its jobs
     * @param <T> a type that is both an observer and an executor
     * @throws io.autoscale.validation.InvalidConfigurationException if a trigger is invalid
     * @throws IllegalStateException if this autoscaler is closed or the scaled job is already registered
     */
    public <T extends WorkloadObserver & ScalingExecutor> Registration register(ScaledJob job, T jobs) {
        return engine.register(job, jobs, jobs);
    }

    /**
     * Registers a scaled job, or updates its registration if it is already registered. Controllers call this each time
     * they observe the object. An update keeps the observer and the executor of the registration.
     *
     * @param job the scaled job
     * @param observer counts its jobs
     * @param executor executes plans
     * @throws io.autoscale.validation.InvalidConfigurationException if a trigger is invalid; in that case nothing
     *     changes
     * @throws IllegalStateException if this autoscaler is closed or the registration is being removed
     */
    public Registration registerOrUpdate(ScaledJob job, WorkloadObserver observer, ScalingExecutor executor) {
        return engine.registerOrUpdate(job, observer, executor);
    }

    /**
     * Registers a scaled job with one adapter, or updates its registration if it is already registered.
     *
     * @param job the scaled job
     * @param jobs counts and creates its jobs
     * @param <T> a type that is both an observer and an executor
     * @throws io.autoscale.validation.InvalidConfigurationException if a trigger is invalid; in that case nothing
     *     changes
     * @throws IllegalStateException if this autoscaler is closed or the registration is being removed
     */
    public <T extends WorkloadObserver & ScalingExecutor> Registration registerOrUpdate(ScaledJob job, T jobs) {
        return engine.registerOrUpdate(job, jobs, jobs);
    }

    /**
     * Returns the registration of a workload.
     *
     * @param ref the workload, as returned by {@link ScaledJob#ref()}
     * @return the registration, or empty if the workload is not registered
     */
    public Optional<Registration> find(WorkloadRef ref) {
        return engine.find(ref);
    }

    /**
     * Returns all registrations that are not closed.
     *
     * @return a snapshot in no particular order
     */
    public List<Registration> registrations() {
        return engine.registrations();
    }

    /**
     * Ends all rounds. Waits at most {@link io.autoscale.engine.EngineLimits#closeTimeout()} for running rounds, closes
     * the sources and ends all threads. Creates and deletes no job. Has no effect if already closed.
     */
    @Override
    public void close() {
        engine.close();
    }
}
