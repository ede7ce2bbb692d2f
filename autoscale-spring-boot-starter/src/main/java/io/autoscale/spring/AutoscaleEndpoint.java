// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spring;

import io.autoscale.engine.Registration;
import io.autoscale.event.DecisionRecord;
import io.autoscale.validation.ShownText;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Shows the registrations and their last decisions. Pausing, resuming and starting a round is allowed only with
 * {@code management.endpoint.autoscale.access=unrestricted}.
 */
@Endpoint(id = "autoscale", defaultAccess = Access.READ_ONLY)
public class AutoscaleEndpoint {

    private final ScalingView scaling;
    // there with each version of Jackson, or without one for the web
    private final KubernetesSerialization json = new KubernetesSerialization();

    AutoscaleEndpoint(ScalingView scaling) {
        this.scaling = scaling;
    }

    /**
     * All registrations.
     *
     * @return the state of each one by namespace and name
     */
    @ReadOperation
    public Map<String, Object> registrations() {
        Map<String, Object> all = new LinkedHashMap<>();
        scaling.registrations()
                .forEach(registration -> all.put(registration.scaledJob().ref().toString(), summary(registration)));
        return all;
    }

    /**
     * One registration.
     *
     * @param namespace the namespace of the ScaledJob
     * @param name the name of the ScaledJob
     * @return its state with the last decisions, oldest first; null if it is not registered
     */
    @ReadOperation
    public @Nullable Map<String, Object> registration(@Selector String namespace, @Selector String name) {
        Registration found = scaling.find(namespace, name).orElse(null);
        if (found == null) {
            return null;
        }
        Map<String, Object> state = summary(found);
        List<DecisionRecord> decisions = found.decisions();
        state.put("sentences", decisions.stream().map(DecisionRecord::sentence).toList());
        state.put(
                "decisions",
                decisions.stream()
                        .map(decision -> json.unmarshal(decision.toJson(), Map.class))
                        .toList());
        return state;
    }

    /**
     * Changes one registration.
     *
     * @param namespace the namespace of the ScaledJob
     * @param name the name of the ScaledJob
     * @param action pause, resume, or trigger, which starts a round now
     * @return its state
     * @throws InvalidEndpointRequestException if it is not registered or the action is another one
     */
    @WriteOperation
    public Map<String, Object> change(@Selector String namespace, @Selector String name, String action) {
        Registration found = scaling.find(namespace, name)
                .orElseThrow(() -> invalid("ScaledJob " + namespace + "/" + name + " is not registered"));
        switch (action.toLowerCase(Locale.ROOT)) {
            case "pause" -> found.pause();
            case "resume" -> found.resume();
            case "trigger" -> found.triggerNow();
            default ->
                throw invalid(
                        "action: '" + ShownText.of(action, 40) + "' is not valid, expected pause, resume or trigger");
        }
        return summary(found);
    }

    private static InvalidEndpointRequestException invalid(String message) {
        return new InvalidEndpointRequestException(message, message);
    }

    private static Map<String, Object> summary(Registration registration) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("paused", registration.isPaused());
        state.put("healthy", registration.health().isHealthy());
        state.put(
                "lastDecision",
                registration.lastDecision().map(DecisionRecord::sentence).orElse("no round yet"));
        return state;
    }
}
