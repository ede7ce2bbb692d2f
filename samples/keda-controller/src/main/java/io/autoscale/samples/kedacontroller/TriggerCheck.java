// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.kedacontroller;

import io.autoscale.auth.Authentication;
import io.autoscale.auth.AuthenticationRef;
import io.autoscale.k8s.manifest.DeclaredTrigger;
import io.autoscale.k8s.manifest.KedaManifests;
import io.autoscale.k8s.manifest.ManifestViolation;
import io.autoscale.k8s.resource.TriggerAuthentication;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.source.SourceContext;
import io.autoscale.trigger.Trigger;
import io.autoscale.validation.InvalidConfigurationException;
import io.autoscale.validation.Spelling;
import io.autoscale.validation.Violation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Creates the sources of triggers as the controller would, and collects their errors. */
final class TriggerCheck {

    /** Has no effect, because nothing is polled. */
    private static final Duration POLLING_INTERVAL = Duration.ofSeconds(30);

    private static final String OF_IDENTITY = "metadata.podIdentity.";

    private final KedaManifests manifests;
    private final Map<String, ScalerSourceFactory> factories = new TreeMap<>();
    private final List<ManifestViolation> errors = new ArrayList<>();
    private final List<ManifestViolation> warnings = new ArrayList<>();

    TriggerCheck(KedaManifests manifests, Collection<ScalerSourceFactory> factories) {
        this.manifests = manifests;
        factories.forEach(factory -> this.factories.put(factory.triggerType(), factory));
    }

    List<ManifestViolation> errors() {
        return errors;
    }

    List<ManifestViolation> warnings() {
        return warnings;
    }

    void check(DeclaredTrigger declared) {
        Trigger trigger = declared.trigger();
        ScalerSourceFactory factory = factories.get(trigger.type());
        if (factory == null) {
            if (!trigger.type().isBlank()) { // the manifest reports it
                note(declared, unknown(trigger.type()));
            }
            return;
        }
        Optional<TriggerAuthentication> written = written(declared);
        Authentication authentication = written.map(found -> Placeholders.authentication(found, trigger))
                .orElseGet(() -> elsewhere(declared));
        SourceContext context = new SourceContext(
                trigger,
                declared.index(),
                authentication,
                Placeholders.environment(declared),
                InstantSource.system(),
                POLLING_INTERVAL,
                warning -> warnings.add(declared.violation(warning)));
        try {
            factory.create(context).close();
        } catch (InvalidConfigurationException e) {
            e.violations().forEach(violation -> note(declared, written, violation));
        } catch (ScalerException e) {
            note(declared, new Violation("type", trigger.type(), "a source that can be created: " + e.getMessage()));
        }
    }

    /**
     * KEDA has many other triggers: a type that is not similar to a supported one is unsupported,
     * not misspelled.
     */
    private Violation unknown(String type) {
        return Spelling.nearest(type, factories.keySet())
                .map(near -> new Violation("type", type, "the type " + near))
                .orElseGet(
                        () -> Violation.unsupported("type", type, "one of " + String.join(", ", factories.keySet())));
    }

    private Optional<TriggerAuthentication> written(DeclaredTrigger declared) {
        return declared.trigger()
                .authenticationRef()
                .flatMap(ref -> manifests.triggerAuthentications().stream()
                        .filter(candidate -> candidate.ref().equals(ref))
                        .filter(candidate -> candidate.namespace() == null
                                || candidate
                                        .namespace()
                                        .equals(declared.workload().namespace()))
                        .findFirst());
    }

    private Authentication elsewhere(DeclaredTrigger declared) {
        Optional<AuthenticationRef> ref = declared.trigger().authenticationRef();
        if (declared.isAuthenticationInvalid()) {
            return Placeholders.anyAuthentication();
        }
        if (ref.isEmpty()) {
            return Authentication.none();
        }
        if (manifests.declares(ref.get(), declared.workload().namespace())) {
            return Placeholders.anyAuthentication(); // reports its errors
        }
        warnings.add(declared.violation(Violation.note(
                "authenticationRef.name",
                "authenticationRef.name '" + ref.get().name()
                        + "' is not defined in these files; its parameters are not checked")));
        return Placeholders.anyAuthentication();
    }

    /** Errors of an identity are reported where it is defined, not at the trigger. */
    private void note(DeclaredTrigger declared, Optional<TriggerAuthentication> written, Violation violation) {
        if (written.isPresent() && violation.path().startsWith(OF_IDENTITY)) {
            errors.add(manifests.violation(
                    written.get(), violation.at(violation.path().substring("metadata.".length()))));
        } else {
            note(declared, violation);
        }
    }

    private void note(DeclaredTrigger declared, Violation violation) {
        if (!declared.explains(violation)) {
            errors.add(declared.violation(violation));
        }
    }
}
