// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import io.autoscale.auth.AuthenticationRef;
import io.autoscale.trigger.Trigger;
import java.util.List;

/** Reads the {@code triggers} of a spec. */
final class TriggerReader {

    private TriggerReader() {}

    static List<Trigger> read(ManifestNode spec) {
        return spec.objects("triggers").stream().map(TriggerReader::trigger).toList();
    }

    private static Trigger trigger(ManifestNode node) {
        if (!node.has("metadata")) {
            node.missing("metadata", "an object with the settings of the trigger");
        }
        String type = node.requiredText("type", "a trigger type such as aws-sqs-queue");
        Trigger.Builder trigger = Trigger.builder(type).metadata(node.textMap("metadata"));
        node.text("name").filter(name -> !name.isEmpty()).ifPresent(trigger::name);
        node.text("metricType").filter(text -> !text.isEmpty()).ifPresent(trigger::metricType);
        node.flag("useCachedMetrics").ifPresent(trigger::useCachedMetrics);
        node.object("authenticationRef").ifPresent(reference -> {
            String name = reference.requiredText("name", "the name of an authentication");
            String kind = reference.text("kind").filter(text -> !text.isEmpty()).orElse("TriggerAuthentication");
            switch (kind) {
                case "TriggerAuthentication" -> reference(trigger, name, AuthenticationRef.Kind.TRIGGER_AUTHENTICATION);
                case "ClusterTriggerAuthentication" ->
                    reference(trigger, name, AuthenticationRef.Kind.CLUSTER_TRIGGER_AUTHENTICATION);
                default -> reference.violation("kind", kind, "TriggerAuthentication or ClusterTriggerAuthentication");
            }
            reference.finish();
        });
        node.finish();
        return trigger.build();
    }

    private static void reference(Trigger.Builder trigger, String name, AuthenticationRef.Kind kind) {
        if (!name.isBlank()) {
            trigger.authenticationRef(new AuthenticationRef(name, kind));
        }
    }
}
