// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.kedacontroller;

import io.autoscale.k8s.manifest.KedaManifests;
import io.autoscale.k8s.manifest.ManifestViolation;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The errors and warnings, each once and in the order of the files, with a summary. */
record Answer(
        int files,
        int documents,
        Map<String, Integer> kinds,
        List<ManifestViolation> errors,
        List<ManifestViolation> warnings,
        Map<String, String> unreadable) {

    Answer(
            ManifestFiles files,
            KedaManifests manifests,
            List<ManifestViolation> errorsOfTriggers,
            List<ManifestViolation> warningsOfTriggers) {
        this(
                files.texts().size(),
                manifests.documents(),
                manifests.kinds(),
                ordered(files, manifests.errors(), errorsOfTriggers),
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
                + counted(errors.size(), "error") + ", " + counted(warnings.size(), "warning");
    }

    String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("files", files);
        json.put("documents", documents);
        json.put("resources", kinds);
        json.put("errors", errors.stream().map(Answer::json).toList());
        json.put("warnings", warnings.stream().map(Answer::json).toList());
        json.put("unreadable", unreadable);
        return new KubernetesSerialization().asJson(json);
    }

    private static Map<String, Object> json(ManifestViolation error) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", error.file());
        json.put("line", error.line());
        json.put("field", error.path());
        json.put("value", error.text());
        json.put("expected", error.expected());
        json.put("problem", error.violation().problem().name().toLowerCase(java.util.Locale.ROOT));
        json.put("message", error.withoutPlace());
        return json;
    }

    private static List<ManifestViolation> ordered(
            ManifestFiles files, List<ManifestViolation> some, List<ManifestViolation> others) {
        List<String> order = List.copyOf(files.texts().keySet());
        return Stream.concat(some.stream(), others.stream())
                .distinct()
                .sorted(Comparator.<ManifestViolation>comparingInt(error -> order.indexOf(error.file()))
                        .thenComparingInt(ManifestViolation::line))
                .toList();
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
