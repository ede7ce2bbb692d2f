// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.doctor;

import io.autoscale.aws.doctor.Diagnosis;
import io.autoscale.aws.doctor.Finding;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.client.AwsTarget;
import io.autoscale.aws.internal.source.AwsSourceFactory;
import io.autoscale.aws.internal.types.TriggerTypes;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.SourceContext;
import io.autoscale.trigger.Trigger;
import io.autoscale.validation.InvalidConfigurationException;
import io.autoscale.validation.Violation;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One trigger, step by step; a step that needs one that failed is skipped. Not safe for several threads. */
final class TriggerCheck {

    private static final List<String> STEPS = List.of("configuration", "region", "identity", "endpoint");

    private final SourceContext context;
    private final AwsClients clients;
    private final Deadline deadline;
    private final InstantSource clock;
    private final List<Finding> findings = new ArrayList<>();

    TriggerCheck(SourceContext context, AwsClients clients, Deadline deadline, InstantSource clock) {
        this.context = context;
        this.clients = clients;
        this.deadline = deadline;
        this.clock = clock;
    }

    Diagnosis diagnose() {
        Trigger trigger = context.trigger();
        try {
            examine(trigger);
        } catch (RuntimeException e) {
            // without what it says: nobody knows what an unknown exception quotes
            findings.add(Findings.failed(
                    "examination",
                    "ended early by a " + e.getClass().getSimpleName(),
                    "please report this as an error of the doctor"));
        }
        String name = trigger.name().map(given -> " " + given).orElse("");
        String region = Optional.ofNullable(trigger.metadata().get("awsRegion"))
                .map(text -> " in " + text.trim())
                .orElse("");
        return new Diagnosis(trigger.type() + name + region, findings);
    }

    private void examine(Trigger trigger) {
        Optional<AwsSourceFactory<?>> factory = TriggerTypes.factories(clients).stream()
                .filter(one -> one.triggerType().equals(trigger.type()))
                .findFirst();
        if (factory.isEmpty()) {
            findings.add(Findings.failed(
                    "configuration",
                    "'" + trigger.type() + "' is not a trigger type of AWS that can be examined",
                    "use one of " + TriggerTypes.names()));
            return;
        }
        AwsSourceFactory.Parsed<?> parsed;
        ScalerSource source;
        try {
            parsed = factory.get().parse(context);
            // closed with the clients: credentials live as long as who uses them, and the next trigger may share them
            source = parsed.open();
        } catch (InvalidConfigurationException e) {
            e.violations().stream()
                    .sorted(Comparator.comparing(violation -> STEPS.indexOf(step(violation))))
                    .forEach(violation -> findings.add(Findings.failed(
                            step(violation),
                            violation.toString(),
                            "correct " + violation.path() + " of the trigger, or of its authentication")));
            findings.add(Findings.skipped("read", "not tried with these settings"));
            return;
        } catch (ScalerException e) {
            findings.add(Findings.failed(
                    "identity",
                    String.valueOf(e.getMessage()),
                    "complete what the environment declares, or say what the identity is with ownIdentity"));
            findings.add(Findings.skipped("read", "not tried with these settings"));
            return;
        }
        findings.add(Findings.ok("configuration", "all keys can be read"));
        AwsTarget target = parsed.setup().target();
        findings.add(Regions.finding(target.location().region()));
        boolean admitted = new IdentityWalk(clients, deadline, clock).walk(target, findings);
        ReadCheck read = new ReadCheck(parsed.type().service(), target);
        findings.addAll(admitted ? read.read(source, deadline) : read.skipped());
    }

    private static String step(Violation violation) {
        String path = violation.path().toLowerCase(Locale.ROOT);
        if (path.endsWith("awsregion")) {
            return "region";
        }
        if (path.contains("endpoint")) {
            return "endpoint";
        }
        return path.contains("podidentity")
                        || path.contains("rolearn")
                        || path.contains("identityowner")
                        || path.contains("key")
                ? "identity"
                : "configuration";
    }
}
