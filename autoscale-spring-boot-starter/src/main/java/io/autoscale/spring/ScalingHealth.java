// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spring;

import io.autoscale.engine.Registration;
import io.autoscale.engine.RegistrationHealth;
import io.autoscale.engine.TriggerHealth;
import io.autoscale.event.DecisionRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The health of scaling, for the indicators of both versions of Spring Boot.
 *
 * @param state whether the watches are connected and each registration works
 * @param details why not
 */
record ScalingHealth(State state, Map<String, Object> details) {

    /** The maximum number of registrations in the details. */
    private static final int MOST_DETAILS = 20;

    enum State {
        UP,
        DOWN,
        /** A registration had no round yet. */
        UNKNOWN
    }

    static ScalingHealth of(ScalingView scaling) {
        List<Registration> all = scaling.registrations();
        List<Registration> unhealthy =
                all.stream().filter(registration -> !works(registration)).toList();
        Optional<String> trouble = scaling.trouble().get();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("registrations", all.size());
        details.put("unhealthy", unhealthy.size());
        trouble.ifPresent(text -> details.put("trouble", text));
        unhealthy.stream()
                .limit(MOST_DETAILS)
                .forEach(registration ->
                        details.put(registration.scaledJob().ref().toString(), reasons(registration)));
        if (trouble.isPresent() || !unhealthy.isEmpty()) {
            return new ScalingHealth(State.DOWN, details);
        }
        boolean started = all.stream()
                .allMatch(registration ->
                        registration.isPaused() || registration.lastDecision().isPresent());
        return new ScalingHealth(started ? State.UP : State.UNKNOWN, details);
    }

    private static boolean works(Registration registration) {
        RegistrationHealth health = registration.health();
        Duration late = registration.scaledJob().pollingInterval().multipliedBy(RegistrationHealth.UNHEALTHY_AFTER);
        return health.isHealthy() && health.triggers().stream().noneMatch(trigger -> isFailing(trigger, late));
    }

    /** Whether it was never read, or not for several rounds. Not each failure opens the circuit breaker. */
    private static boolean isFailing(TriggerHealth trigger, Duration late) {
        Instant read = trigger.lastReadAt();
        return trigger.failure()
                .filter(failure -> read == null || !failure.at().isBefore(read.plus(late)))
                .isPresent();
    }

    private static Map<String, Object> reasons(Registration registration) {
        RegistrationHealth health = registration.health();
        Map<String, Object> reasons = new LinkedHashMap<>();
        reasons.put(
                "lastDecision",
                registration.lastDecision().map(DecisionRecord::sentence).orElse("no round yet"));
        reasons.put("roundsScheduled", health.ticking());
        reasons.put("missedRounds", health.missedTicks());
        reasons.put("failedRounds", health.failedRounds());
        for (TriggerHealth trigger : health.triggers()) {
            reasons.put(
                    trigger.trigger(),
                    trigger.failure()
                            .map(failure -> trigger.state() + ": " + failure.message())
                            .orElse(trigger.state().toString()));
        }
        return reasons;
    }
}
