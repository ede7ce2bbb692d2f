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
 * The objects of KEDA manifests, as the values that the builders create. Reads YAML or JSON with one or more documents;
 * ignores kinds of other APIs. Errors in a manifest are not thrown: {@link #errors()} returns the errors of all
 * documents. A document with an error produces no value. Immutable.
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
     * @param file a UTF-8 file with YAML or JSON
     * @return the content
     * @throws IOException if the file cannot be read
     */
    public static KedaManifests read(Path file) throws IOException {
        return read(List.of(file));
    }

    /**
     * Reads several files together. An object that occurs twice is an error.
     *
     * @param files UTF-8 files with YAML or JSON
     * @return the content
     * @throws IOException if a file cannot be read
     */
    public static KedaManifests read(List<Path> files) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Path file : files) {
            texts.put(file.toString(), Files.readString(file));
        }
        return parse(texts);
    }

    /**
     * Reads a text, such as the content of a file or an object from the API server.
     *
     * @param source the name of the source in errors, such as a file name
     * @param text YAML or JSON
     * @return the content
     */
    public static KedaManifests parse(String source, String text) {
        return parse(Map.of(source, text));
    }

    /**
     * Reads several texts together. An object that occurs twice is an error.
     *
     * @param texts YAML or JSON by the name of the source in errors; read in the order of the map
     * @return the content
     */
    public static KedaManifests parse(Map<String, String> texts) {
        ManifestReading reading = new ManifestReading();
        texts.forEach(reading::text);
        return new KedaManifests(reading);
    }

    /**
     * Returns whether an authentication with this name is declared, with or without errors.
     *
     * @param ref the kind and name
     * @param namespace the namespace of the workload that refers to it
     * @return true if a document declares it
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
     * The scaled jobs without errors.
     *
     * @return an unmodifiable list, in the order of the text
     */
    public List<ScaledJob> scaledJobs() {
        return scaledJobs;
    }

    /**
     * The scaled objects without errors.
     *
     * @return an unmodifiable list, in the order of the text
     */
    public List<ScaledObject> scaledObjects() {
        return scaledObjects;
    }

    /**
     * The triggers of all workloads, including those with errors.
     *
     * @return an unmodifiable list, in the order of the text
     */
    public List<DeclaredTrigger> triggers() {
        return triggers;
    }

    /**
     * The namespaced and cluster authentications without errors.
     *
     * @return an unmodifiable list, in the order of the text
     */
    public List<TriggerAuthentication> triggerAuthentications() {
        return triggerAuthentications;
    }

    /**
     * The number of objects of KEDA's API group, including those with errors.
     *
     * @return the numbers by kind; empty if there are none
     */
    public Map<String, Integer> kinds() {
        return kinds;
    }

    /** The number of documents of all kinds. A list counts as one, and each of its items as another. */
    public int documents() {
        return documents;
    }

    /**
     * The errors.
     *
     * @return an unmodifiable list; empty if everything can be used
     */
    public List<ManifestViolation> errors() {
        return errors;
    }

    /**
     * The warnings: unusual but harmless settings.
     *
     * @return an unmodifiable list
     */
    public List<ManifestViolation> warnings() {
        return warnings;
    }

    /**
     * Locates an error of an authentication that was found after reading, for example by a scaler source.
     *
     * @param authentication the authentication: one of {@link #triggerAuthentications()}
     * @param violation the error, with a path relative to the spec such as {@code podIdentity.roleArn}
     * @return the error with the line of the field, or of its nearest existing parent
     * @throws IllegalArgumentException if the authentication was not read from these manifests
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
