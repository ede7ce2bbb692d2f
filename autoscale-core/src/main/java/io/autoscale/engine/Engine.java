// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.auth.AuthProvider;
import io.autoscale.event.AutoscalerEvent.RegistrationChange;
import io.autoscale.event.AutoscalerListener;
import io.autoscale.executor.ScalingExecutor;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.spec.ScaledJob;
import io.autoscale.validation.InvalidConfigurationException;
import io.autoscale.workload.WorkloadObserver;
import io.autoscale.workload.WorkloadRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Schedules rounds and runs them. The planner computes the number of jobs. Programs use the engine through
 * {@code io.autoscale.Autoscaler}.
 */
public final class Engine implements AutoCloseable {

    private final EngineContext context;
    private final TriggerChannels triggerChannels;
    private final EngineThreads threads;
    private final Map<WorkloadRef, PolledRegistration> registrations = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Starts an engine.
     *
     * @param clock the clock
     * @param scheduler runs tasks later; null to use a timer thread of the engine
     * @param workers runs rounds; null to use threads of the engine
     * @param limits timeouts and bounds
     * @param tracing follows rounds
     * @param authProvider resolves credentials
     * @param factories the source factories, by trigger type
     * @param listeners receive events
     */
    public Engine(
            InstantSource clock,
            @Nullable TaskScheduler scheduler,
            @Nullable Executor workers,
            EngineLimits limits,
            RoundTracing tracing,
            AuthProvider authProvider,
            Map<String, ScalerSourceFactory> factories,
            List<AutoscalerListener> listeners) {
        this.threads = new EngineThreads(scheduler, workers, limits.workerThreads());
        InstantSource lasting = new LastingClock(clock);
        this.context = new EngineContext(
                lasting,
                threads.scheduler(),
                threads.news(),
                threads.calls(),
                limits,
                tracing,
                new EventDispatcher(listeners),
                new Deadlines(lasting, threads.scheduler()));
        this.triggerChannels = new TriggerChannels(context, authProvider, factories);
    }

    /**
     * Registers a scaled job. Creates its sources first, to report every error in its triggers. Publishes a warning for
     * a trigger that does not match the strategy.
     *
     * @param job the scaled job
     * @param observer counts its jobs
     * @param executor executes plans
     * @throws InvalidConfigurationException if a trigger is invalid; contains the errors of all triggers
     * @throws IllegalStateException if the engine is closed or the scaled job is already registered
     */
    public Registration register(ScaledJob job, WorkloadObserver observer, ScalingExecutor executor) {
        Registration made = registerIfAbsent(job, observer, executor);
        if (made == null) {
            throw new IllegalStateException("ScaledJob " + job.ref() + " is registered already");
        }
        return made;
    }

    private @Nullable Registration registerIfAbsent(
            ScaledJob job, WorkloadObserver observer, ScalingExecutor executor) {
        requireOpen();
        InFlightCheck check = new InFlightCheck(job, context);
        List<TriggerChannel> channels = triggerChannels.open(ReadingTarget.of(job), List.of());
        RoundTarget target = new RoundTarget(job, channels, observer, executor, check);
        PolledRegistration registration = new PolledRegistration(target, context, triggerChannels, this::ended);
        if (registrations.putIfAbsent(job.ref(), registration) != null) {
            channels.forEach(TriggerChannel::retire);
            return null;
        }
        try {
            check.registered(channels);
            registration.start();
        } catch (RuntimeException | Error e) {
            registrations.remove(job.ref(), registration);
            registration.close();
            throw e;
        }
        if (closed) {
            registration.close();
            requireOpen();
        }
        return registration;
    }

    /**
     * Registers a scaled job, or updates its registration if it is already registered.
     *
     * @param job the scaled job
     * @param observer counts its jobs; ignored if the job is already registered
     * @param executor executes plans; ignored if the job is already registered
     * @throws InvalidConfigurationException if a trigger is invalid; in that case nothing changes
     * @throws IllegalStateException if the engine is closed or the registration is being removed
     */
    public Registration registerOrUpdate(ScaledJob job, WorkloadObserver observer, ScalingExecutor executor) {
        while (true) {
            Registration current = registrations.get(job.ref());
            try {
                if (current == null) {
                    current = registerIfAbsent(job, observer, executor);
                    if (current != null) {
                        return current;
                    }
                } else {
                    current.update(job);
                    return current;
                }
            } catch (IllegalStateException e) {
                if (closed || current == null || registrations.get(job.ref()) == current) {
                    throw e;
                }
            }
            // another thread registered or closed it concurrently
        }
    }

    /**
     * Returns the registration of a workload.
     *
     * @param ref the workload
     * @return the registration, or empty if the workload is not registered
     */
    public Optional<Registration> find(WorkloadRef ref) {
        return Optional.ofNullable(registrations.get(ref));
    }

    private void ended(PolledRegistration registration) {
        if (registrations.remove(registration.scaledJob().ref(), registration) && !closed) {
            registration.changed(RegistrationChange.ENDED);
        }
    }

    /**
     * Returns all registrations that are not closed.
     *
     * @return a snapshot in no particular order
     */
    public List<Registration> registrations() {
        return List.copyOf(registrations.values());
    }

    /**
     * Closes every registration, waits for running rounds up to the close timeout, and ends the engine's own threads.
     */
    @Override
    public void close() {
        closed = true;
        List<PolledRegistration> all = List.copyOf(registrations.values());
        all.forEach(PolledRegistration::stop);
        Duration bound = context.limits().closeTimeout();
        // a listener that closes the engine must not wait for the round that waits for this listener
        boolean waits = !EventDispatcher.isInListener();
        boolean idle = !waits || BoundedCall.await(all(all, PolledRegistration::idle), bound);
        all.forEach(PolledRegistration::release);
        if (waits) {
            BoundedCall.await(all(all, PolledRegistration::sourcesClosed), bound);
        }
        context.deadlines().close();
        threads.close(idle, waits);
    }

    private static CompletableFuture<Void> all(
            List<PolledRegistration> registrations, Function<PolledRegistration, CompletableFuture<Void>> step) {
        return CompletableFuture.allOf(registrations.stream().map(step).toArray(CompletableFuture[]::new));
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the autoscaler is closed");
        }
    }

    /** A clock that returns its last instant while the underlying clock throws, and logs this once. */
    private static final class LastingClock implements InstantSource {

        private static final Logger LOG = LoggerFactory.getLogger(LastingClock.class);

        private final InstantSource clock;
        private volatile Instant last = Instant.EPOCH;
        private volatile boolean failing;

        LastingClock(InstantSource clock) {
            this.clock = clock;
        }

        @Override
        public Instant instant() {
            try {
                Instant now = clock.instant();
                last = now;
                failing = false;
                return now;
            } catch (RuntimeException | Error e) {
                if (!failing) {
                    failing = true;
                    LOG.warn("the clock failed; its last time is used until it works again", e);
                }
                return last;
            }
        }
    }
}
