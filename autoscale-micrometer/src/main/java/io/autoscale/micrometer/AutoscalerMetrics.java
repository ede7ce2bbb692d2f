// SPDX-License-Identifier: Apache-2.0
package io.autoscale.micrometer;

import io.autoscale.event.AutoscalerEvent;
import io.autoscale.event.AutoscalerEvent.RegistrationChange;
import io.autoscale.event.AutoscalerEvent.RegistrationChanged;
import io.autoscale.event.AutoscalerListener;
import io.autoscale.workload.WorkloadRef;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A listener that records the rounds of an autoscaler as metrics. {@code docs/observability.md} describes each series.
 * The meters of a scaled job are registered when its registration starts, and removed when it ends. Use one instance
 * for one autoscaler.
 */
public final class AutoscalerMetrics implements AutoscalerListener, AutoCloseable {

    private final MeterRegistry registry;
    private final boolean perTrigger;
    private final @Nullable KedaTotals keda;
    private final Map<WorkloadRef, ScaledJobMeters> registered = new ConcurrentHashMap<>();

    AutoscalerMetrics(MeterRegistry registry, boolean perTrigger, boolean kedaSeries) {
        this.registry = registry;
        this.perTrigger = perTrigger;
        this.keda = kedaSeries ? new KedaTotals(registry) : null;
    }

    /**
     * Records our series, with the trigger as a label, and none of KEDA's.
     *
     * @param registry the registry
     */
    public static AutoscalerMetrics of(MeterRegistry registry) {
        return builder(registry).build();
    }

    /**
     * Returns a builder with the defaults of {@link #of}.
     *
     * @param registry the registry
     */
    public static Builder builder(MeterRegistry registry) {
        return new Builder(registry);
    }

    @Override
    public void onEvent(AutoscalerEvent event) {
        if (event instanceof RegistrationChanged changed) {
            change(changed);
            return;
        }
        ScaledJobMeters meters = registered.get(event.workload());
        if (meters == null) {
            return; // the registration has ended
        }
        if (event instanceof AutoscalerEvent.RoundCompleted completed) {
            meters.round(completed.decision());
        } else if (event instanceof AutoscalerEvent.RoundFailed failed) {
            meters.round(failed.decision());
        } else if (event instanceof AutoscalerEvent.RoundSkipped skipped) {
            meters.skipped(skipped.decision());
        } else if (event instanceof AutoscalerEvent.Housekeeping pass) {
            meters.jobs(pass.decision());
        } else if (event instanceof AutoscalerEvent.SourceGuardChanged guard) {
            meters.breaker(guard.trigger(), guard.state());
        }
    }

    /** Removes all meters. */
    @Override
    public void close() {
        registered.values().forEach(ScaledJobMeters::close);
        registered.clear();
        if (keda != null) {
            keda.close();
        }
    }

    private void change(RegistrationChanged changed) {
        if (changed.change() == RegistrationChange.ENDED) {
            ScaledJobMeters ended = registered.remove(changed.workload());
            if (ended != null) {
                ended.close();
            }
            return;
        }
        ScaledJobMeters meters = registered.computeIfAbsent(
                changed.workload(), workload -> new ScaledJobMeters(registry, workload, perTrigger, keda));
        meters.describe(changed.job());
        if (changed.change() == RegistrationChange.PAUSED || changed.change() == RegistrationChange.RESUMED) {
            meters.paused(changed.change() == RegistrationChange.PAUSED);
        }
    }

    /** Builds {@link AutoscalerMetrics}. */
    public static final class Builder {
        private final MeterRegistry registry;
        private boolean perTrigger = true;
        private boolean kedaSeries;

        private Builder(MeterRegistry registry) {
            this.registry = Objects.requireNonNull(registry, "registry");
        }

        /**
         * Sets whether our series of triggers have one series for each trigger. Without, {@code autoscale.reads} has one
         * for each scaled job, and the value and the circuit breaker of a trigger are left out. The default is true.
         *
         * @param perTrigger whether the trigger is a label
         */
        public Builder perTrigger(boolean perTrigger) {
            this.perTrigger = perTrigger;
            return this;
        }

        /**
         * Sets whether KEDA's series are also recorded, with its names and labels, so that dashboards and alerts of KEDA
         * can still be used. The default is false.
         *
         * @param kedaSeries whether they are recorded
         */
        public Builder kedaSeries(boolean kedaSeries) {
            this.kedaSeries = kedaSeries;
            return this;
        }

        /** Returns a listener for {@link io.autoscale.AutoscalerBuilder#listener}. */
        public AutoscalerMetrics build() {
            return new AutoscalerMetrics(registry, perTrigger, kedaSeries);
        }
    }
}
