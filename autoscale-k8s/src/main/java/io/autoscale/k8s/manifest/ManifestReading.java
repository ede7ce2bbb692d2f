// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import io.autoscale.auth.AuthenticationRef;
import io.autoscale.k8s.resource.TriggerAuthentication;
import io.autoscale.spec.ScaledJob;
import io.autoscale.spec.ScaledObject;
import io.autoscale.validation.Spelling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the documents of one or more texts, and reports objects that occur twice. */
final class ManifestReading {

    private static final String GROUP = "keda.sh/";
    private static final String OLD_GROUP = "keda.k8s.io/";
    private static final String VERSION = "keda.sh/v1alpha1";
    private static final List<String> KINDS =
            List.of("ScaledJob", "ScaledObject", "TriggerAuthentication", "ClusterTriggerAuthentication");

    final List<ScaledJob> scaledJobs = new ArrayList<>();
    final List<ScaledObject> scaledObjects = new ArrayList<>();
    final List<TriggerAuthentication> triggerAuthentications = new ArrayList<>();
    final List<ManifestViolation> errors = new ArrayList<>();
    final List<ManifestViolation> warnings = new ArrayList<>();
    final Map<String, Integer> kinds = new TreeMap<>();
    final List<DeclaredTrigger> triggers = new ArrayList<>();
    final Map<TriggerAuthentication, SourceDocument> sources = new HashMap<>();
    /** The location of each object, by {@link #named}. */
    final Map<String, String> places = new HashMap<>();

    int documents;

    void text(String file, String text) {
        Findings ofFile = new Findings(file);
        try {
            KubernetesYaml yaml = new KubernetesYaml(file, text);
            while (yaml.hasNext()) {
                document(file, yaml.next());
            }
        } catch (ManifestTextException e) {
            ofFile.violation(e.line(), "", "", e.expected() + hint(text, e.line()));
        }
        keep(ofFile);
    }

    private static String hint(String text, int line) {
        return text.lines().skip(line - 1L).limit(1).anyMatch(found -> found.contains("{{"))
                ? "; the line has a template placeholder: render the chart first"
                : "";
    }

    private void document(String file, Node node) {
        if (Nodes.isNull(node)) { // an empty document
            return;
        }
        documents++;
        Findings findings = new Findings(file);
        ManifestNode.document(node, findings).ifPresent(document -> {
            if (document.isOfNoKind()) {
                return; // for example the values of a Helm chart
            }
            if (document.isListOfKinds()) {
                document.elements("items").forEach(item -> document(file, item));
            } else {
                read(document, findings);
            }
        });
        keep(findings);
    }

    private void keep(Findings findings) {
        errors.addAll(findings.errors());
        warnings.addAll(findings.warnings());
    }

    private void read(ManifestNode document, Findings findings) {
        String apiVersion = document.requiredText("apiVersion", VERSION + ", or that of another kind");
        String kind = document.requiredText("kind", "ScaledJob, or another kind");
        if (kind.isBlank()) {
            return;
        }
        if (apiVersion.startsWith(OLD_GROUP)) {
            document.violation("apiVersion", apiVersion, VERSION + "; no cluster serves the API group of KEDA 1");
            return;
        }
        if (!apiVersion.startsWith(GROUP)) {
            return;
        }
        if (KINDS.contains(kind)) {
            kinds.merge(kind, 1, Integer::sum);
        }
        if (!apiVersion.equals(VERSION)) {
            document.violation("apiVersion", apiVersion, VERSION);
            return;
        }
        switch (kind) {
            case "ScaledJob" -> {
                ManifestMetadata metadata = metadata(document, findings, kind, true);
                keep(findings, new ScaledJobReader(document, findings, triggers::add).read(metadata), scaledJobs::add);
            }
            case "ScaledObject" -> {
                ManifestMetadata metadata = metadata(document, findings, kind, true);
                keep(
                        findings,
                        new ScaledObjectReader(document, findings, triggers::add).read(metadata),
                        scaledObjects::add);
            }
            case "TriggerAuthentication" ->
                authentication(document, findings, AuthenticationRef.Kind.TRIGGER_AUTHENTICATION);
            case "ClusterTriggerAuthentication" ->
                authentication(document, findings, AuthenticationRef.Kind.CLUSTER_TRIGGER_AUTHENTICATION);
            default ->
                document.violation(
                        "kind",
                        kind,
                        Spelling.nearest(kind, KINDS)
                                .map(near -> "the kind " + near)
                                .orElse("one of " + String.join(", ", KINDS)));
        }
    }

    private void authentication(ManifestNode document, Findings findings, AuthenticationRef.Kind kind) {
        boolean namespaced = kind == AuthenticationRef.Kind.TRIGGER_AUTHENTICATION;
        String name = namespaced ? "TriggerAuthentication" : "ClusterTriggerAuthentication";
        ManifestMetadata metadata = metadata(document, findings, name, namespaced);
        keep(findings, new TriggerAuthenticationReader(kind, document).read(metadata), authentication -> {
            triggerAuthentications.add(authentication);
            sources.put(authentication, new SourceDocument(findings.file(), document));
        });
    }

    /** Adds a value to a list, unless its document has errors. */
    private static <T> void keep(Findings findings, Optional<T> value, Consumer<T> list) {
        if (findings.errors().isEmpty()) {
            value.ifPresent(list);
        }
    }

    private ManifestMetadata metadata(ManifestNode document, Findings findings, String kind, boolean namespaced) {
        ManifestMetadata metadata = ManifestMetadata.read(document);
        String named = named(kind, namespaced ? metadata.namespace() : null, metadata.name());
        String here = findings.file() + ":" + document.line();
        String there = findings.knows("metadata.name") || findings.knows("metadata.namespace")
                ? null
                : places.putIfAbsent(named, here);
        if (there != null) {
            int line = document.line("metadata.name");
            findings.violation(
                    line,
                    document.at("metadata.name"),
                    metadata.name(),
                    "one " + named + "; it is also defined at " + there);
        }
        return metadata;
    }

    static String named(String kind, @Nullable String namespace, String name) {
        return kind + " " + (namespace == null ? "" : namespace + "/") + name;
    }
}
