// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.doctor;

import io.autoscale.aws.doctor.Diagnosis;
import io.autoscale.aws.internal.client.AwsTarget;
import io.autoscale.aws.internal.source.TriggerType;
import io.autoscale.aws.internal.types.TriggerTypes;
import io.autoscale.aws.trigger.AwsRegion;
import io.autoscale.source.ScalerException;
import io.autoscale.source.SourceContext;
import io.autoscale.trigger.Trigger;
import io.autoscale.validation.InvalidConfigurationException;
import io.autoscale.validation.Spelling;
import io.autoscale.validation.Violation;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import software.amazon.awssdk.regions.Region;

/** One trigger, step by step; a step that needs one that failed is skipped. Not safe for several threads. */
record TriggerCheck(SourceContext context, TriggerDoctor.Examination examination, Findings findings) {

    private static final List<String> STEPS = List.of("configuration", "region", "identity", "endpoint");

    Diagnosis diagnose() {
        Trigger trigger = context.trigger();
        try {
            TriggerTypes.find(trigger.type())
                    .ifPresentOrElse(
                            this::examine,
                            () -> findings.fail(
                                    "configuration",
                                    "'" + trigger.type() + "' is not a trigger type of AWS that can be examined",
                                    "use one of " + TriggerTypes.names()));
        } catch (RuntimeException e) {
            // without its message, which may quote anything
            findings.fail(
                    "examination",
                    "ended early by a " + e.getClass().getSimpleName(),
                    "please report this as an error of the doctor");
        }
        String name = trigger.name().map(given -> " " + given).orElse("");
        String region = trigger.metadata().get("awsRegion");
        String where = region == null ? "" : " in " + region.trim();
        return new Diagnosis(trigger.type() + name + where, findings.all());
    }

    private void examine(TriggerType<?> type) {
        try {
            // its source is closed with the clients, so that the next trigger can share its credentials
            TriggerType.Opened trigger = type.open(context, examination.clients());
            findings.ok("configuration", "all keys can be read");
            AwsTarget target = trigger.target();
            checkRegion(target.location().region());
            ReadCheck read = new ReadCheck(type.service(), target, findings);
            if (new IdentityCheck(target, examination, findings).check()) {
                read.read(trigger.source(), examination);
            } else {
                read.skip();
            }
        } catch (InvalidConfigurationException e) {
            e.violations().stream()
                    .sorted(Comparator.comparing(violation -> STEPS.indexOf(step(violation))))
                    .forEach(violation -> findings.fail(
                            step(violation),
                            violation.toString(),
                            "correct " + violation.path() + " of the trigger, or of its authentication"));
            findings.skip("read", "not tried with these settings");
        } catch (ScalerException e) {
            findings.fail(
                    "identity",
                    String.valueOf(e.getMessage()),
                    "complete the configuration in the environment, or set the identity with ownIdentity");
            findings.skip("read", "not tried with these settings");
        }
    }

    /** Distinguishes known regions from probable misspellings. */
    private void checkRegion(AwsRegion region) {
        List<String> known = Region.regions().stream()
                .filter(one -> !one.isGlobalRegion())
                .map(Region::id)
                .sorted()
                .toList();
        String where = region.name() + " in partition " + region.partition();
        if (known.contains(region.name())) {
            findings.ok("region", where);
            return;
        }
        String nearest = Spelling.nearest(region.name(), known)
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
        findings.warn(
                "region",
                where + " is not a region that is known here" + nearest,
                "correct awsRegion, unless the region is newer than the SDK in use");
    }

    private static String step(Violation violation) {
        String path = violation.path().toLowerCase(Locale.ROOT);
        if (path.endsWith("awsregion")) {
            return "region";
        }
        if (path.contains("endpoint")) {
            return "endpoint";
        }
        return Stream.of("podidentity", "rolearn", "identityowner", "key").anyMatch(path::contains)
                ? "identity"
                : "configuration";
    }
}
