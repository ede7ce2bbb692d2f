// SPDX-License-Identifier: Apache-2.0
package io.autoscale;

import io.autoscale.auth.AuthProvider;
import io.autoscale.engine.Engine;
import io.autoscale.engine.EngineLimits;
import io.autoscale.engine.TaskScheduler;
import io.autoscale.event.AutoscalerListener;
import io.autoscale.source.GuardPolicy;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.validation.Violations;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Assembles an {@link Autoscaler}. */
public final class AutoscalerBuilder {

    private final List<ScalerSourceFactory> factories = new ArrayList<>();
    private final List<AutoscalerListener> listeners = new ArrayList<>();
    private AuthProvider authProvider = AuthProvider.ownIdentity();
    private InstantSource clock = InstantSource.system();
    private @Nullable TaskScheduler scheduler;
    private @Nullable Executor workers;
    private EngineLimits limits = EngineLimits.DEFAULT;

    AutoscalerBuilder() {}

    /**
     * Adds a factory of sources. Factories that {@link ServiceLoader} finds are used too, unless one of the same type is
     * given here.
     *
     * @param factory serves one trigger type
     */
    public AutoscalerBuilder source(ScalerSourceFactory factory) {
        factories.add(Objects.requireNonNull(factory, "factory"));
        return this;
    }

    /**
     * Adds factories of sources.
     *
     * @param all serve one trigger type each
     */
    public AutoscalerBuilder sources(Collection<? extends ScalerSourceFactory> all) {
        all.forEach(this::source);
        return this;
    }

    /**
     * Sets where credentials come from; {@link AuthProvider#ownIdentity()} unless set.
     *
     * @param provider resolves credentials
     */
    public AutoscalerBuilder authProvider(AuthProvider provider) {
        this.authProvider = Objects.requireNonNull(provider, "authProvider");
        return this;
    }

    /**
     * Adds an event listener.
     *
     * @param listener the listener
     */
    public AutoscalerBuilder listener(AutoscalerListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Sets the clock; the system's unless set.
     *
     * @param time the clock
     */
    public AutoscalerBuilder clock(InstantSource time) {
        this.clock = Objects.requireNonNull(time, "clock");
        return this;
    }

    /**
     * Sets the scheduler; a timer thread of its own unless set.
     *
     * @param timer the scheduler; not closed with the autoscaler
     */
    public AutoscalerBuilder scheduler(TaskScheduler timer) {
        this.scheduler = Objects.requireNonNull(timer, "scheduler");
        return this;
    }

    /**
     * Sets the executor of rounds, reads and executions; unless set, a pool of at most {@link
     * EngineLimits#workerThreads()} threads. Deadlines and events use threads of the autoscaler's own, unless {@link
     * #scheduler} is set too.
     *
     * @param executor the threads; not closed with the autoscaler
     */
    public AutoscalerBuilder workers(Executor executor) {
        this.workers = Objects.requireNonNull(executor, "workers");
        return this;
    }

    /**
     * Sets time-outs and bounds; {@link EngineLimits#DEFAULT} unless set.
     *
     * @param bounds the limits
     */
    public AutoscalerBuilder limits(EngineLimits bounds) {
        this.limits = Objects.requireNonNull(bounds, "limits");
        return this;
    }

    /**
     * Sets the time-out of one read and of a strategy; 10 s unless set. A read has at most the polling interval, but at
     * least 5 s.
     *
     * @param timeout at least a millisecond
     */
    public AutoscalerBuilder sampleTimeout(Duration timeout) {
        return limits(limits.toBuilder().sampleTimeout(timeout).build());
    }

    /**
     * Sets how often the janitor enforces the history limits where no round does; 1 min unless set.
     *
     * @param interval at least a millisecond
     */
    public AutoscalerBuilder janitorInterval(Duration interval) {
        return limits(limits.toBuilder().janitorInterval(interval).build());
    }

    /**
     * Sets the circuit-breaker policy of triggers; {@link GuardPolicy#DEFAULT} unless set.
     *
     * @param policy the policy
     */
    public AutoscalerBuilder guardPolicy(GuardPolicy policy) {
        return limits(limits.toBuilder().guardPolicy(policy).build());
    }

    /**
     * Starts the autoscaler. It does nothing until a scaled job is registered.
     *
     * @return the autoscaler, to be closed by the caller
     * @throws io.autoscale.validation.InvalidConfigurationException when two factories serve one trigger type
     */
    public Autoscaler build() {
        Map<String, ScalerSourceFactory> byType = new TreeMap<>();
        Violations violations = new Violations();
        for (ScalerSourceFactory factory : factories) {
            violations.check(
                    byType.putIfAbsent(factory.triggerType(), factory) == null,
                    "sources",
                    factory.triggerType(),
                    "one factory for each trigger type");
        }
        violations.throwIfAny("Autoscaler");
        ServiceLoader.load(ScalerSourceFactory.class)
                .forEach(factory -> byType.putIfAbsent(factory.triggerType(), factory));
        return new Autoscaler(new Engine(clock, scheduler, workers, limits, authProvider, byType, listeners));
    }
}
