// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.doctor;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.doctor.Diagnosis;
import io.autoscale.aws.doctor.Finding;
import io.autoscale.aws.internal.client.AwsTarget;
import io.autoscale.aws.trigger.CloudWatchTrigger;
import io.autoscale.aws.trigger.DynamoDbStreamsTrigger;
import io.autoscale.aws.trigger.DynamoDbTrigger;
import io.autoscale.aws.trigger.KinesisStreamTrigger;
import io.autoscale.aws.trigger.SqsQueueTrigger;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.source.SourceContext;
import io.autoscale.trigger.Trigger;
import io.autoscale.trigger.TriggerMetadata;
import io.autoscale.validation.InvalidConfigurationException;
import io.autoscale.validation.Violation;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One trigger, step by step; a step that needs one that failed is skipped. Not safe for several threads. */
final class TriggerCheck {

    private static final Map<String, AwsService> SERVICES = Map.of(
            SqsQueueTrigger.TYPE, AwsService.SQS,
            CloudWatchTrigger.TYPE, AwsService.CLOUDWATCH,
            DynamoDbTrigger.TYPE, AwsService.DYNAMODB,
            DynamoDbStreamsTrigger.TYPE, AwsService.DYNAMODB_STREAMS,
            KinesisStreamTrigger.TYPE, AwsService.KINESIS);

    private final SourceContext context;
    private final DoctorContext equipment;
    private final Deadline deadline;
    private final InstantSource clock;
    private final List<Finding> findings = new ArrayList<>();

    TriggerCheck(SourceContext context, DoctorContext equipment, Deadline deadline, InstantSource clock) {
        this.context = context;
        this.equipment = equipment;
        this.deadline = deadline;
        this.clock = clock;
    }

    Diagnosis diagnose() {
        Trigger trigger = context.trigger();
        try {
            examine(trigger);
        } catch (RuntimeException e) {
            // without what it says: nobody knows what an unknown exception quotes
            findings.add(Finding.failed(
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
        AwsService service = SERVICES.get(trigger.type());
        Optional<ScalerSourceFactory> factory = equipment.factories().stream()
                .filter(one -> one.triggerType().equals(trigger.type()))
                .findFirst();
        if (service == null || factory.isEmpty()) {
            findings.add(Finding.failed(
                    "configuration",
                    "'" + trigger.type() + "' is not a trigger type of AWS that can be examined",
                    "use one of "
                            + equipment.factories().stream()
                                    .map(ScalerSourceFactory::triggerType)
                                    .sorted()
                                    .toList()));
            return;
        }
        AwsTarget target =
                equipment.clients().target(TriggerMetadata.of(trigger, context.environment()), context, service);
        // closed with the equipment: credentials live as long as who uses them, and the next trigger may share them
        ScalerSource source = source(factory.get());
        if (source == null) {
            findings.add(Finding.skipped("read", "not tried with these settings"));
            return;
        }
        findings.add(Regions.finding(target.location().region()));
        boolean admitted = new IdentityWalk(equipment.clients(), deadline, clock).walk(target, findings);
        ReadCheck read = new ReadCheck(service, target);
        findings.addAll(admitted ? read.read(source, deadline) : read.skipped());
    }

    private @Nullable ScalerSource source(ScalerSourceFactory factory) {
        try {
            ScalerSource source = factory.create(context);
            findings.add(Finding.ok("configuration", "all keys can be read"));
            return source;
        } catch (InvalidConfigurationException e) {
            e.violations()
                    .forEach(violation -> findings.add(Finding.failed(
                            step(violation),
                            violation.toString(),
                            "correct " + violation.path() + " of the trigger, or of its authentication")));
        } catch (ScalerException e) {
            findings.add(Finding.failed(
                    "identity",
                    String.valueOf(e.getMessage()),
                    "complete what the environment declares, or say what the identity is with ownIdentity"));
        }
        return null;
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
