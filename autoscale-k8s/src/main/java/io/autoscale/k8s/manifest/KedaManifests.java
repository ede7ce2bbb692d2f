// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import io.autoscale.auth.AuthenticationRef;
import io.autoscale.k8s.resource.TriggerAuthentication;
import io.autoscale.spec.ScaledJob;
import io.autoscale.spec.ScaledObject;
import io.autoscale.validation.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What manifests of KEDA say, in the same values that the builders make. YAML or JSON, one document or many; kinds of
 * others are passed over. Nothing is thrown for what a manifest says: {@link #errors()} has every error of all
 * documents, and a document with an error gives no value. Immutable.
 */
public final class KedaManifests {

    private final List<ScaledJob> scaledJobs;
    private final List<ScaledObject> scaledObjects;
    private final List<DeclaredTrigger> triggers;
    private final List<TriggerAuthentication> triggerAuthentications;
    private final List<ManifestViolation> errors;
    private final List<ManifestViolation> warnings;
    private final Map<TriggerAuthentication, SourceDocument> sources;
    private final Map<String, Integer> kinds;
    private final Set<String> declared;
    private final int documents;

    private KedaManifests(ManifestReading reading) {
        this.scaledJobs = List.copyOf(reading.scaledJobs);
        this.scaledObjects = List.copyOf(reading.scaledObjects);
        this.triggers = List.copyOf(reading.triggers);
        this.triggerAuthentications = List.copyOf(reading.triggerAuthentications);
        this.errors = List.copyOf(reading.errors);
        this.warnings = List.copyOf(reading.warnings);
        this.sources = Map.copyOf(reading.sources);
        this.kinds = Collections.unmodifiableMap(new TreeMap<>(reading.kinds));
        this.declared = Set.copyOf(reading.places.keySet());
        this.documents = reading.documents;
    }

    /**
     * Reads a file.
     *
     * @param file a file of YAML or JSON in UTF-8
     * @return what it says
     * @throws IOException when it cannot be read
     */
    public static KedaManifests read(Path file) throws IOException {
        return read(List.of(file));
    }

    /**
     * Reads files as one: an object that two of them have is an error.
     *
     * @param files files of YAML or JSON in UTF-8
     * @return what they say
     * @throws IOException when one of them cannot be read
     */
    public static KedaManifests read(List<Path> files) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Path file : files) {
            texts.put(file.toString(), Files.readString(file));
        }
        return parse(texts);
    }

    /**
     * Reads text, such as that of a file or of an object as the API server gives it.
     *
     * @param source what errors call it, such as the name of a file
     * @param text YAML or JSON
     * @return what it says
     */
    public static KedaManifests parse(String source, String text) {
        return parse(Map.of(source, text));
    }

    /**
     * Reads texts as one: an object that two of them have is an error.
     *
     * @param texts YAML or JSON by what errors call it; read in the order of the map
     * @return what they say
     */
    public static KedaManifests parse(Map<String, String> texts) {
        ManifestReading reading = new ManifestReading();
        texts.forEach(reading::text);
        return new KedaManifests(reading);
    }

    /**
     * Whether there is an authentication of this name, with an error or without.
     *
     * @param ref kind and name
     * @param namespace the namespace of the workload that refers to it
     * @return true when one of the documents declares it
     */
    public boolean declares(AuthenticationRef ref, String namespace) {
        return declared.contains(ManifestReading.named(
                ref.kind() == AuthenticationRef.Kind.TRIGGER_AUTHENTICATION
                        ? "TriggerAuthentication"
                        : "ClusterTriggerAuthentication",
                ref.kind() == AuthenticationRef.Kind.TRIGGER_AUTHENTICATION ? namespace : null,
                ref.name()));
    }

    /**
     * The scaled jobs without an error.
     *
     * @return unmodifiable, in the order of the text
     */
    public List<ScaledJob> scaledJobs() {
        return scaledJobs;
    }

    /**
     * The scaled objects without an error.
     *
     * @return unmodifiable, in the order of the text
     */
    public List<ScaledObject> scaledObjects() {
        return scaledObjects;
    }

    /**
     * The triggers of all workloads, of those with an error too.
     *
     * @return unmodifiable, in the order of the text
     */
    public List<DeclaredTrigger> triggers() {
        return triggers;
    }

    /**
     * The authentications of both kinds without an error.
     *
     * @return unmodifiable, in the order of the text
     */
    public List<TriggerAuthentication> triggerAuthentications() {
        return triggerAuthentications;
    }

    /**
     * How many objects of KEDA's API group there are, those with an error too.
     *
     * @return by kind; empty when there is none
     */
    public Map<String, Integer> kinds() {
        return kinds;
    }

    /** How many documents there are, of all kinds; a list is one, and so is each of its items. */
    public int documents() {
        return documents;
    }

    /**
     * What is wrong.
     *
     * @return unmodifiable; empty when everything can be used
     */
    public List<ManifestViolation> errors() {
        return errors;
    }

    /**
     * What is odd and does no harm.
     *
     * @return unmodifiable
     */
    public List<ManifestViolation> warnings() {
        return warnings;
    }

    /**
     * An error of an authentication that was found after reading, as by a scaler source.
     *
     * @param authentication whose error it is: one of {@link #triggerAuthentications()}
     * @param violation the error, with a path below the spec such as {@code podIdentity.roleArn}
     * @return the error with the line of the field, or of the nearest one around it that is there
     * @throws IllegalArgumentException when no such authentication was read
     */
    public ManifestViolation violation(TriggerAuthentication authentication, Violation violation) {
        SourceDocument source = sources.get(authentication);
        if (source == null) {
            throw new IllegalArgumentException("authentication: '" + authentication.ref()
                    + "' is not valid, expected one that these manifests have");
        }
        return source.violation(violation.under("spec"));
    }
}
