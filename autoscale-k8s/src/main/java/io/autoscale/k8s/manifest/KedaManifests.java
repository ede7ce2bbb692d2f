// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import io.autoscale.spec.ScaledJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * What manifests of KEDA say, in the same values that the builders make. YAML or JSON, one document or many; kinds of
 * others are passed over. Nothing is thrown for what a manifest says: {@link #faults()} has every fault of all
 * documents. Immutable.
 */
public final class KedaManifests {

    private static final String GROUP = "keda.sh/";
    private static final String VERSION = "keda.sh/v1alpha1";

    private final List<ScaledJob> scaledJobs;
    private final Findings findings;

    private KedaManifests(List<ScaledJob> scaledJobs, Findings findings) {
        this.scaledJobs = List.copyOf(scaledJobs);
        this.findings = findings;
    }

    /**
     * Reads a file.
     *
     * @param file a file of YAML or JSON in UTF-8
     * @return what it says
     * @throws IOException when it cannot be read
     */
    public static KedaManifests read(Path file) throws IOException {
        return parse(file.toString(), Files.readString(file));
    }

    /**
     * Reads text.
     *
     * @param source what faults call it, such as the name of a file
     * @param text YAML or JSON
     * @return what it says
     */
    public static KedaManifests parse(String source, String text) {
        Findings findings = new Findings(source);
        List<ScaledJob> jobs = new ArrayList<>();
        LoadSettings settings = LoadSettings.builder().setLabel(source).build();
        try {
            Composer documents = new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text)));
            while (documents.hasNext()) {
                ManifestNode.document(documents.next(), findings).ifPresent(document -> read(document, findings, jobs));
            }
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            findings.fault(line, "", "", "YAML or JSON: " + e.getProblem());
        } catch (YamlEngineException e) {
            findings.fault(1, "", "", "YAML or JSON: " + e.getMessage());
        }
        return new KedaManifests(jobs, findings);
    }

    /**
     * The scaled jobs without a fault.
     *
     * @return unmodifiable, in the order of the text
     */
    public List<ScaledJob> scaledJobs() {
        return scaledJobs;
    }

    /**
     * What is wrong.
     *
     * @return unmodifiable; empty when everything can be used
     */
    public List<ManifestFault> faults() {
        return findings.faults();
    }

    /**
     * What is odd and does no harm, such as fields that nobody knows.
     *
     * @return unmodifiable
     */
    public List<ManifestFault> warnings() {
        return findings.warnings();
    }

    private static void read(ManifestNode document, Findings findings, List<ScaledJob> jobs) {
        String apiVersion = document.requiredText("apiVersion", VERSION + ", or that of another kind");
        String kind = document.requiredText("kind", "ScaledJob, or another kind");
        if (!apiVersion.startsWith(GROUP)) {
            return;
        }
        if (!apiVersion.equals(VERSION)) {
            document.fault("apiVersion", apiVersion, VERSION);
            return;
        }
        if (kind.equals("ScaledJob")) {
            new ScaledJobReader(document, findings).read().ifPresent(jobs::add);
        } else {
            document.warn("kind", kind, "ScaledJob; other kinds are not read yet");
        }
    }
}
