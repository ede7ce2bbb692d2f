// SPDX-License-Identifier: Apache-2.0
/** Contracts, values, decisions and the engine of event-driven autoscaling. */
module io.autoscale.core {
    requires org.slf4j;
    requires io.github.resilience4j.circuitbreaker;
    requires io.github.resilience4j.core;
    requires static transitive org.jspecify;

    exports io.autoscale.validation;
    exports io.autoscale.metric;
    exports io.autoscale.auth;
    exports io.autoscale.workload;
    exports io.autoscale.trigger;
    exports io.autoscale.source;
    exports io.autoscale.demand;
    exports io.autoscale.strategy;
    exports io.autoscale.spec;
    exports io.autoscale.plan;
    exports io.autoscale.executor;
    exports io.autoscale.event;
    exports io.autoscale.engine;
    exports io.autoscale;

    uses io.autoscale.source.ScalerSourceFactory;
}
