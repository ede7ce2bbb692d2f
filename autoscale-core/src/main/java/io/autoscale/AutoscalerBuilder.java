// SPDX-License-Identifier: Apache-2.0
package io.autoscale;

import io.autoscale.auth.AuthProvider;
import io.autoscale.engine.Engine;
import io.autoscale.engine.EngineLimits;
import io.autoscale.engine.RoundTracing;
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

/** Builds an {@link Autoscaler}. */
public final class AutoscalerBuilder {

    private final List<ScalerSourceFactory> factories = new ArrayList<>();
    private final List<AutoscalerListener> listeners = new ArrayList<>();
    private AuthProvider authProvider = AuthProvider.ownIdentity();
    private InstantSource clock = InstantSource.system();
    private @Nullable TaskScheduler scheduler;
    private @Nullable Executor workers;
    private EngineLimits limits = EngineLimits.DEFAULT;
    private RoundTracing tracing = RoundTracing.NONE;

    AutoscalerBuilder() {}

    /**
     * Adds a source factory. Factories found by {@link ServiceLoader} are also used, unless a factory of the same type
     * is added here.
     *
     * @param factory creates sources for one trigger type
     */
    public AutoscalerBuilder source(ScalerSourceFactory factory) {
        factories.add(Objects.requireNonNull(factory, "factory"));
        return this;
    }

    /**
     * Adds source factories.
     *
     * @param all the factories, each for one trigger type
     */
    public AutoscalerBuilder sources(Collection<? extends ScalerSourceFactory> all) {
        all.forEach(this::source);
        return this;
    }

    /**
     * Sets the provider of credentials. The default is {@link AuthProvider#ownIdentity()}.
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
     * Sets the clock. The default is the system clock.
     *
     * @param time the clock
     */
    public AutoscalerBuilder clock(InstantSource time) {
        this.clock = Objects.requireNonNull(time, "clock");
        return this;
    }

    /**
     * Sets the scheduler. The default is a timer thread of the autoscaler's own.
     *
     * @param timer the scheduler; not closed by the autoscaler
     */
    public AutoscalerBuilder scheduler(TaskScheduler timer) {
        this.scheduler = Objects.requireNonNull(timer, "scheduler");
        return this;
    }

    /**
     * Sets the executor of rounds, reads and plan executions. The default is a pool of at most
     * {@link EngineLimits#workerThreads()} threads. Deadlines and events use the autoscaler's own threads, unless
     * {@link #scheduler} is also set.
     *
     * @param executor the executor; not closed by the autoscaler
     */
    public AutoscalerBuilder workers(Executor executor) {
        this.workers = Objects.requireNonNull(executor, "workers");
        return this;
    }

    /**
     * Sets timeouts and bounds. The default is {@link EngineLimits#DEFAULT}.
     *
     * @param bounds the limits
     */
    public AutoscalerBuilder limits(EngineLimits bounds) {
        this.limits = Objects.requireNonNull(bounds, "limits");
        return this;
    }

    /**
     * Sets what follows rounds while they run. The default is {@link RoundTracing#NONE}.
     *
     * @param follower the tracing
     */
    public AutoscalerBuilder tracing(RoundTracing follower) {
        this.tracing = Objects.requireNonNull(follower, "tracing");
        return this;
    }

    /**
     * Sets the timeout of one read and of one strategy call. The default is 10 s. The timeout of a read is the polling
     * interval (at least 5 s) if that is shorter.
     *
     * @param timeout at least 1 ms
     */
    public AutoscalerBuilder sampleTimeout(Duration timeout) {
        return limits(limits.toBuilder().sampleTimeout(timeout).build());
    }

    /**
     * Sets how often the janitor enforces the history limits when no round does. The default is 1 min.
     *
     * @param interval at least 1 ms
     */
    public AutoscalerBuilder janitorInterval(Duration interval) {
        return limits(limits.toBuilder().janitorInterval(interval).build());
    }

    /**
     * Sets the circuit-breaker policy of triggers. The default is {@link GuardPolicy#DEFAULT}.
     *
     * @param policy the policy
     */
    public AutoscalerBuilder guardPolicy(GuardPolicy policy) {
        return limits(limits.toBuilder().guardPolicy(policy).build());
    }

    /**
     * Starts the autoscaler. It does nothing until a scaled job is registered.
     *
     * @return the autoscaler; the caller closes it
     * @throws io.autoscale.validation.InvalidConfigurationException if two factories serve the same trigger type
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
        return new Autoscaler(new Engine(clock, scheduler, workers, limits, tracing, authProvider, byType, listeners));
    }
}
