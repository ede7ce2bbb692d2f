// SPDX-License-Identifier: Apache-2.0
package io.autoscale.micrometer;

import org.jspecify.annotations.Nullable;

/**
 * The name of a meter, as Micrometer writes names.
 *
 * @param unit the unit, or null for a number without one
 */
record MeterName(String id, @Nullable String unit, String description) {

    private static final String SECONDS = "seconds";

    static final MeterName ROUNDS = new MeterName("autoscale.rounds", null, "Rounds by result and cause");
    static final MeterName ROUND_AGE =
            new MeterName("autoscale.round.age", SECONDS, "The time since the last round that was not skipped");
    static final MeterName ROUND_LATENESS =
            new MeterName("autoscale.round.lateness", SECONDS, "How late the tick of the last round was");
    static final MeterName INTERVAL =
            new MeterName("autoscale.polling.interval", SECONDS, "The time between two rounds");
    static final MeterName PAUSED = new MeterName("autoscale.paused", null, "Whether scaling is paused (1) or not (0)");
    static final MeterName BACKLOG = new MeterName(
            "autoscale.backlog",
            null,
            "The waiting work of all triggers in the last round; not a number if it is not known");
    static final MeterName DESIRED =
            new MeterName("autoscale.jobs.desired", null, "The jobs that the backlog needs, at most the maximum");
    static final MeterName UNFINISHED =
            new MeterName("autoscale.jobs.unfinished", null, "Unfinished jobs that the last round counted");
    static final MeterName PENDING =
            new MeterName("autoscale.jobs.pending", null, "Those of the unfinished jobs that wait for a running pod");
    static final MeterName MAXIMUM = new MeterName("autoscale.jobs.max", null, "The maximum number of unfinished jobs");
    // not "created": names that end so are reserved in Prometheus
    static final MeterName CREATED = new MeterName("autoscale.jobs.creations", null, "Created jobs");
    static final MeterName DELETED = new MeterName("autoscale.jobs.deletions", null, "Deleted jobs");
    static final MeterName FAILURES =
            new MeterName("autoscale.jobs.failures", null, "Failed or unanswered requests to create or delete a job");
    static final MeterName CLAMPED =
            new MeterName("autoscale.plan.clamped", null, "Plans whose number of jobs a bound changed, by bound");
    static final MeterName READS = new MeterName("autoscale.reads", null, "Reads of triggers by outcome");
    static final MeterName TRIGGER_VALUE =
            new MeterName("autoscale.trigger.value", null, "The last value of a trigger; not a number if unknown");
    static final MeterName BREAKER = new MeterName(
            "autoscale.breaker.state", null, "The circuit breaker of a trigger: closed (0), half-open (1) or open (2)");

    static final MeterName AWS_CALLS =
            new MeterName("autoscale.aws.calls", null, "Calls sent to AWS, without retries of the SDK");
    static final MeterName CREDENTIALS_EXPIRY = new MeterName(
            "autoscale.credentials.expiry", SECONDS, "The time until the first temporary credentials in use end");
    static final MeterName WATCH = new MeterName(
            "autoscale.watch.connected", null, "Whether the watches of the API server are connected (1) or not (0)");
    static final MeterName LEADER =
            new MeterName("autoscale.leader", null, "Whether this replica scales (1) or waits for the lease (0)");

    static final MeterName KEDA_ACTIVE =
            new MeterName("keda.scaler.active", null, "Whether a trigger is active (1) or not (0)");
    static final MeterName KEDA_VALUE = new MeterName("keda.scaler.metrics.value", null, "The last value of a trigger");
    static final MeterName KEDA_LATENCY =
            new MeterName("keda.scaler.metrics.latency", SECONDS, "How long the last read of a trigger took");
    static final MeterName KEDA_SCALER_ERRORS =
            new MeterName("keda.scaler.detail.errors", null, "Failed reads of a trigger");
    static final MeterName KEDA_JOB_ERRORS =
            new MeterName("keda.scaled.job.errors", null, "Failed rounds and failed reads of a ScaledJob");
    static final MeterName KEDA_LOOP_LATENCY =
            new MeterName("keda.internal.scale.loop.latency", SECONDS, "How late the tick of the last round was");
    static final MeterName KEDA_RESOURCES =
            new MeterName("keda.resource.registered", null, "Registered custom resources");
    static final MeterName KEDA_TRIGGERS = new MeterName("keda.trigger.registered", null, "Registered triggers");
}
