// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import java.util.Map;
import java.util.Optional;

/** The metadata of a document that is relevant here. */
record ManifestMetadata(
        String name,
        String namespace,
        Map<String, String> labels,
        Map<String, String> annotations,
        Optional<Integer> generation) {

    private static final String DEFAULT_NAMESPACE = "default";

    static ManifestMetadata read(ManifestNode document) {
        Optional<ManifestNode> metadata = document.object("metadata");
        if (metadata.isEmpty()) {
            if (!document.has("metadata")) {
                document.missing("metadata", "an object with a name");
            }
            return new ManifestMetadata("missing", DEFAULT_NAMESPACE, Map.of(), Map.of(), Optional.empty());
        }
        ManifestNode node = metadata.get();
        String name = node.requiredText("name", "a Kubernetes name");
        return new ManifestMetadata(
                name.isBlank() ? "missing" : name,
                namespace(node),
                node.textMap("labels"),
                node.textMap("annotations"),
                node.integer("generation"));
    }

    /** An empty namespace counts as absent, as in the API server. */
    private static String namespace(ManifestNode node) {
        String text = node.text("namespace").orElse("");
        if (!text.isEmpty() && text.isBlank()) {
            node.violation("namespace", text, "a Kubernetes namespace");
        }
        return text.isBlank() ? DEFAULT_NAMESPACE : text;
    }
}
