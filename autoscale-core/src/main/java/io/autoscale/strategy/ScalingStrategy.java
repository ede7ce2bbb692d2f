// SPDX-License-Identifier: Apache-2.0
package io.autoscale.strategy;

import io.autoscale.metric.InFlightCounting;
import java.util.List;
import java.util.Optional;

/**
 * Computes the number of jobs to create from demand and running jobs. A strategy can be a lambda:
 *
 * <pre>{@code
 * ScalingStrategy half = ScalingStrategy.named("half", in ->
 *         ScalingDecision.create(Math.max(0, in.desiredJobs() / 2 - in.runningJobs()), "half of wanted"));
 * }</pre>
 *
 * <p>A strategy is a pure function: the same input gives the same decision, without I/O, clock, randomness or logging.
 * It is called only while the workload is active and the minimum is running. The planner enforces
 * {@code maxReplicaCount} regardless of the decision.
 */
@FunctionalInterface
public interface ScalingStrategy {

    /**
     * Decides.
     *
     * @param input the numbers
     * @return the number of jobs to create and the reason; never null
     */
    ScalingDecision decide(StrategyInput input);

    /**
     * The name used in manifests and reports.
     *
     * @return the name; {@code custom function} for a user-defined strategy
     */
    default String name() {
        return "custom function";
    }

    /**
     * What the strategy expects of the metrics behind its demand. Triggers known not to match are reported when the
     * scaled job is registered ({@code AutoscalerEvent.ConfigurationWarning}).
     *
     * @return whether the metric should count work in flight; {@link InFlightCounting#UNKNOWN} for a strategy that
     *     accepts either
     */
    default InFlightCounting expectedInFlightCounting() {
        return InFlightCounting.UNKNOWN;
    }

    /**
     * Returns a strategy with a name, which explanations and reports show.
     *
     * @param name the name; not blank
     * @param strategy the strategy
     * @throws IllegalArgumentException if the name is blank
     */
    static ScalingStrategy named(String name, ScalingStrategy strategy) {
        return new NamedStrategy(name, strategy);
    }

    /**
     * {@code default}: {@code min(backlog, max(wanted - running, 0))}. For metrics that also count work in flight, such
     * as SQS visible + in flight.
     */
    static ScalingStrategy defaultStrategy() {
        return new DefaultStrategy();
    }

    /**
     * {@code custom}: {@code min(backlog, max(min(wanted - deduction - trunc(running × share), maximum), 0))}.
     *
     * @param queueLengthDeduction the number of jobs to subtract; may be negative
     * @param runningJobRatio the share of running jobs to subtract; 0.5 is half of them; finite
     * @throws IllegalArgumentException if the ratio is not finite
     */
    static ScalingStrategy custom(int queueLengthDeduction, double runningJobRatio) {
        return new CustomStrategy(queueLengthDeduction, runningJobRatio);
    }

    /**
     * {@code accurate}: for metrics that no longer count a message once a worker takes it. If
     * {@code wanted + running - pending} exceeds the maximum, fills up to the maximum. Otherwise creates
     * {@code wanted - pending}.
     */
    static ScalingStrategy accurate() {
        return new AccurateStrategy();
    }

    /**
     * {@code eager}: {@code min(maximum, max(min(maximum - running - pending, wanted), 0))}, exactly as in KEDA. It
     * subtracts pending jobs twice and can create more than one job per item; see {@link #eagerCorrected()}.
     */
    static ScalingStrategy eager() {
        return new EagerStrategy();
    }

    /**
     * {@code eagerCorrected}: fills free slots while some of the backlog has no job yet, and counts pending jobs once:
     * {@code min(maximum - running, wanted)} while {@code wanted > running}, otherwise 0. Not in KEDA.
     */
    static ScalingStrategy eagerCorrected() {
        return new EagerCorrectedStrategy();
    }

    /**
     * Returns the strategy with a name, for strategies without parameters.
     *
     * @param text the name; case-sensitive
     * @return the strategy, or empty if the name is unknown ({@code custom} has parameters: use {@link #custom})
     */
    static Optional<ScalingStrategy> fromText(String text) {
        return List.of(defaultStrategy(), accurate(), eager(), eagerCorrected()).stream()
                .filter(strategy -> strategy.name().equals(text))
                .findFirst();
    }
}
