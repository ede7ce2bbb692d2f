// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.kedacontroller;

import io.autoscale.k8s.manifest.KedaManifests;
import io.autoscale.k8s.manifest.ManifestFault;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is wrong and what is odd, each once and in the order of the text, with a summary. */
record Answer(
        int files,
        int documents,
        Map<String, Integer> kinds,
        List<ManifestFault> faults,
        List<ManifestFault> warnings,
        Map<String, String> unreadable) {

    Answer(
            ManifestFiles files,
            KedaManifests manifests,
            List<ManifestFault> faultsOfTriggers,
            List<ManifestFault> warningsOfTriggers) {
        this(
                files.texts().size(),
                manifests.documents(),
                manifests.kinds(),
                ordered(files, manifests.faults(), faultsOfTriggers),
                ordered(files, manifests.warnings(), warningsOfTriggers),
                files.unreadable());
    }

    String summary() {
        String objects = kinds.isEmpty()
                ? "0 KEDA objects"
                : kinds.entrySet().stream()
                        .map(kind -> kind.getValue() + " " + kind.getKey())
                        .collect(Collectors.joining(", "));
        return counted(files, "file") + ", " + counted(documents, "document") + ", " + objects + ": "
                + counted(faults.size(), "fault") + ", " + counted(warnings.size(), "warning");
    }

    String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("files", files);
        json.put("documents", documents);
        json.put("resources", kinds);
        json.put("faults", faults.stream().map(Answer::json).toList());
        json.put("warnings", warnings.stream().map(Answer::json).toList());
        json.put("unreadable", unreadable);
        return new KubernetesSerialization().asJson(json);
    }

    private static Map<String, Object> json(ManifestFault fault) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", fault.file());
        json.put("line", fault.line());
        json.put("field", fault.path());
        json.put("value", fault.text());
        json.put("expected", fault.expected());
        json.put("problem", fault.violation().problem().name().toLowerCase(java.util.Locale.ROOT));
        json.put("message", fault.withoutPlace());
        return json;
    }

    private static List<ManifestFault> ordered(
            ManifestFiles files, List<ManifestFault> some, List<ManifestFault> others) {
        List<String> order = List.copyOf(files.texts().keySet());
        return Stream.concat(some.stream(), others.stream())
                .distinct()
                .sorted(Comparator.<ManifestFault>comparingInt(fault -> order.indexOf(fault.file()))
                        .thenComparingInt(ManifestFault::line))
                .toList();
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
