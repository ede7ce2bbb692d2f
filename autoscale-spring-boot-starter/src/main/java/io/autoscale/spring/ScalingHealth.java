// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spring;

import io.autoscale.engine.Registration;
import io.autoscale.engine.RegistrationHealth;
import io.autoscale.engine.TriggerHealth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The health of scaling, for the indicators of both versions of Spring Boot.
 *
 * @param up whether the watches are connected and each registration is healthy
 * @param details why not
 */
record ScalingHealth(boolean up, Map<String, Object> details) {

    /** The maximum number of registrations in the details. */
    private static final int MOST_DETAILS = 20;

    static ScalingHealth of(ScalingView scaling) {
        List<Registration> all = scaling.registrations();
        List<Registration> unhealthy = all.stream()
                .filter(registration -> !registration.health().isHealthy())
                .toList();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("registrations", all.size());
        details.put("unhealthy", unhealthy.size());
        scaling.trouble().get().ifPresent(trouble -> details.put("trouble", trouble));
        unhealthy.stream()
                .limit(MOST_DETAILS)
                .forEach(registration ->
                        details.put(registration.scaledJob().ref().toString(), reasons(registration.health())));
        return new ScalingHealth(unhealthy.isEmpty() && !details.containsKey("trouble"), details);
    }

    private static Map<String, Object> reasons(RegistrationHealth health) {
        Map<String, Object> reasons = new LinkedHashMap<>();
        reasons.put("ticking", health.ticking());
        reasons.put("missedTicks", health.missedTicks());
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
