// SPDX-License-Identifier: Apache-2.0
package io.autoscale.strategy;

import io.autoscale.metric.InFlightCounting;
import java.util.List;
import java.util.Optional;

/**
 * The rule from demand and running jobs to a number of jobs to create. A lambda is a strategy:
 *
 * <pre>{@code
 * ScalingStrategy half = ScalingStrategy.named("half", in ->
 *         ScalingDecision.create(Math.max(0, in.desiredJobs() / 2 - in.runningJobs()), "half of wanted"));
 * }</pre>
 *
 * <p>A strategy is a pure function: the same input gives the same answer, without I/O, clock, randomness or logging.
 * It is asked only while the workload is active and the minimum is running. Whatever it answers, unfinished jobs never
 * exceed {@code maxReplicaCount}.
 */
@FunctionalInterface
public interface ScalingStrategy {

    /**
     * Decides.
     *
     * @param input the numbers
     * @return how many jobs to create, and why; never null
     */
    ScalingDecision decide(StrategyInput input);

    /**
     * The spelling in manifests and reports.
     *
     * @return the name; {@code custom function} for a strategy of the user's own
     */
    default String name() {
        return "custom function";
    }

    /**
     * What the strategy expects of the metrics behind its demand. A trigger that is known to do the opposite is
     * reported when the scaled job is registered ({@code AutoscalerEvent.ConfigurationWarning}).
     *
     * @return whether work that a worker has already taken is to be counted; {@link InFlightCounting#UNKNOWN} for a strategy
     *     that takes any number
     */
    default InFlightCounting expectedInFlightCounting() {
        return InFlightCounting.UNKNOWN;
    }

    /**
     * A strategy under a name, which explanations and reports show.
     *
     * @param name the name; not blank
     * @param strategy decides
     * @throws IllegalArgumentException when the name is blank
     */
    static ScalingStrategy named(String name, ScalingStrategy strategy) {
        return new NamedStrategy(name, strategy);
    }

    /**
     * {@code default}: {@code min(backlog, max(wanted - running, 0))}. For metrics that count the work in progress
     * too, such as SQS visible + in flight.
     */
    static ScalingStrategy defaultStrategy() {
        return new DefaultStrategy();
    }

    /**
     * {@code custom}: {@code min(backlog, max(min(wanted - deduction - trunc(running × share), maximum), 0))}.
     *
     * @param queueLengthDeduction jobs taken off; may be negative
     * @param runningJobRatio the share of the running jobs that is taken off; 0.5 is half of them; finite
     * @throws IllegalArgumentException when the share is not finite
     */
    static ScalingStrategy custom(int queueLengthDeduction, double runningJobRatio) {
        return new CustomStrategy(queueLengthDeduction, runningJobRatio);
    }

    /**
     * {@code accurate}: for metrics that a message leaves once a worker takes it. Where {@code wanted + running -
     * pending} is beyond the maximum, fills up to it; else creates {@code wanted - pending}.
     */
    static ScalingStrategy accurate() {
        return new AccurateStrategy();
    }

    /**
     * {@code eager}: {@code min(maximum, max(min(maximum - running - pending, wanted), 0))}, exactly as the KEDA computes it. It takes pending jobs off twice and does not stop at one job for each item; see {@link
     * #eagerCorrected()}.
     */
    static ScalingStrategy eager() {
        return new EagerStrategy();
    }

    /**
     * {@code eagerCorrected}: fills free slots while some of the backlog has no job yet, and counts pending jobs once:
     * {@code min(maximum - running, wanted)} while {@code wanted > running}, else nothing. Not in KEDA.
     */
    static ScalingStrategy eagerCorrected() {
        return new EagerCorrectedStrategy();
    }

    /**
     * Finds a strategy that needs no numbers of its own by its spelling.
     *
     * @param text the text; case matters
     * @return the strategy, or empty when the text names none ({@code custom} needs numbers: use {@link #custom})
     */
    static Optional<ScalingStrategy> fromText(String text) {
        return List.of(defaultStrategy(), accurate(), eager(), eagerCorrected()).stream()
                .filter(strategy -> strategy.name().equals(text))
                .findFirst();
    }
}
