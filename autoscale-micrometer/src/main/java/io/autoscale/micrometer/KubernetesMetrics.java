// SPDX-License-Identifier: Apache-2.0
package io.autoscale.micrometer;

import io.autoscale.k8s.controller.KedaController;
import io.autoscale.k8s.job.KubernetesJobs;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** Whether the watches are connected and who leads. Requires {@code autoscale-k8s}. */
public final class KubernetesMetrics implements MeterBinder {

    private final BooleanSupplier connected;
    private final BooleanSupplier leads;

    /**
     * Creates a binder for an executor.
     *
     * @param jobs counts and creates jobs
     */
    public KubernetesMetrics(KubernetesJobs jobs) {
        this(jobs, () -> true);
    }

    /**
     * Creates a binder for an executor of one of several replicas.
     *
     * @param jobs counts and creates jobs
     * @param leads whether this replica leads
     */
    public KubernetesMetrics(KubernetesJobs jobs, BooleanSupplier leads) {
        Objects.requireNonNull(jobs, "jobs");
        this.connected = () -> jobs.trouble().isEmpty();
        this.leads = Objects.requireNonNull(leads, "leads");
    }

    /**
     * Creates a binder for a controller.
     *
     * @param controller the controller
     */
    public KubernetesMetrics(KedaController controller) {
        Objects.requireNonNull(controller, "controller");
        this.connected = controller::isReady;
        this.leads = controller::isLeading;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters meters = new Meters(registry, Tags.empty());
        meters.gauge(MeterName.WATCH, () -> connected.getAsBoolean() ? 1 : 0);
        meters.gauge(MeterName.LEADER, () -> leads.getAsBoolean() ? 1 : 0);
    }
}
