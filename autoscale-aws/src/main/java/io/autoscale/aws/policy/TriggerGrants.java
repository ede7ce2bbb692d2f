// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.policy;

import io.autoscale.aws.trigger.AwsRegion;
import io.autoscale.aws.trigger.CloudWatchTrigger;
import io.autoscale.aws.trigger.DynamoDbStreamsTrigger;
import io.autoscale.aws.trigger.DynamoDbTrigger;
import io.autoscale.aws.trigger.KinesisStreamTrigger;
import io.autoscale.aws.trigger.SqsQueueTrigger;
import io.autoscale.trigger.EnvironmentLookup;
import io.autoscale.trigger.Trigger;
import io.autoscale.trigger.TriggerMetadata;
import io.autoscale.validation.Violation;
import io.autoscale.validation.Violations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What reading one trigger needs. Errors are gathered, those of the metadata as the metadata's. */
final class TriggerGrants {

    private static final String TYPES_EXPECTED = "one of "
            + new TreeSet<>(List.of(
                    SqsQueueTrigger.TYPE,
                    CloudWatchTrigger.TYPE,
                    DynamoDbTrigger.TYPE,
                    KinesisStreamTrigger.TYPE,
                    DynamoDbStreamsTrigger.TYPE));
    private static final String ANYTHING = "*";

    private final Trigger trigger;
    private final TriggerMetadata metadata;
    private final Violations violations = new Violations();
    private final @Nullable String account;
    private final AwsRegion region;
    private final List<Statement> statements = new ArrayList<>();

    TriggerGrants(Trigger trigger, EnvironmentLookup environment, @Nullable String account, @Nullable String region) {
        this.trigger = trigger;
        this.metadata = TriggerMetadata.of(trigger, environment);
        this.account = account;
        this.region = region(region);
    }

    /** The statements; incomplete when there are violations. */
    List<Statement> statements() {
        switch (trigger.type()) {
            case SqsQueueTrigger.TYPE -> queue();
            case CloudWatchTrigger.TYPE -> allow(ReadAction.GET_METRIC_DATA, ANYTHING);
            case DynamoDbTrigger.TYPE ->
                table().ifPresent(table -> allow(ReadAction.QUERY, table + index().orElse("")));
            case DynamoDbStreamsTrigger.TYPE ->
                table().ifPresent(table -> {
                    allow(ReadAction.DESCRIBE_TABLE, table);
                    // the last part is the instant at which the stream was switched on
                    allow(ReadAction.DESCRIBE_STREAM, table + "/stream/*");
                });
            case KinesisStreamTrigger.TYPE -> stream();
            default -> violations.add("type", trigger.type(), TYPES_EXPECTED);
        }
        return statements;
    }

    List<Violation> violations() {
        List<Violation> all = new ArrayList<>(violations.toList());
        all.addAll(metadata.violations());
        return all;
    }

    private void allow(ReadAction action, String resource) {
        statements.add(action.on(resource));
    }

    private AwsRegion region(@Nullable String otherwise) {
        String name = metadata.text("awsRegion").orElse(otherwise == null ? "" : otherwise);
        if (name.isEmpty()) {
            metadata.addMissing("awsRegion", AwsRegion.EXPECTED);
        } else if (!AwsRegion.isValid(name)) {
            metadata.reject("awsRegion", name, AwsRegion.EXPECTED);
        } else {
            return new AwsRegion(name);
        }
        return new AwsRegion("us-east-1");
    }

    private void queue() {
        Optional<String> text = metadata.textOrFromEnv("queueURL");
        if (text.isEmpty()) {
            if (metadata.text("queueURLFromEnv").isEmpty()) {
                metadata.addMissing("queueURL", Arns.QUEUE_EXPECTED);
            }
            return;
        }
        String name = text.get();
        String owner = null;
        if (name.contains("://")) {
            String[] parts = name.split("/", -1);
            // scheme, nothing, host, account, name
            boolean shaped = parts.length == 5 && Arns.ACCOUNT.matcher(parts[3]).matches();
            owner = shaped ? parts[3] : null;
            name = shaped ? parts[4] : "";
        }
        if (!Arns.QUEUE.matcher(name).matches()) {
            metadata.reject("queueURL", text.get(), Arns.QUEUE_EXPECTED);
            return;
        }
        if (owner != null) {
            allow(ReadAction.GET_QUEUE_ATTRIBUTES, arn("sqs", owner, name));
        } else {
            Optional<String> arn = arnInAccount("sqs", name, "queue " + name);
            arn.ifPresent(queue -> {
                allow(ReadAction.GET_QUEUE_URL, queue);
                allow(ReadAction.GET_QUEUE_ATTRIBUTES, queue);
            });
        }
    }

    private Optional<String> table() {
        String name = metadata.requiredText("tableName", Arns.TABLE_EXPECTED);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (name.startsWith("arn:")) {
            return arnOf("dynamodb:table", Arns.TABLE, "tableName", Arns.TABLE_EXPECTED);
        }
        if (!Arns.TABLE.matcher(name).matches()) {
            metadata.reject("tableName", name, Arns.TABLE_EXPECTED);
            return Optional.empty();
        }
        return arnInAccount("dynamodb", "table/" + name, "table " + name);
    }

    /** A query of an index is allowed on the index, and its table is another resource. */
    private Optional<String> index() {
        Optional<String> index = metadata.text("indexName");
        if (index.isPresent() && !Arns.TABLE.matcher(index.get()).matches()) {
            metadata.reject("indexName", index.get(), Arns.INDEX_EXPECTED);
        }
        return index.map(name -> "/index/" + name);
    }

    private void stream() {
        if (metadata.text("streamArn").isPresent()) {
            arnOf("kinesis:stream", Arns.STREAM, "streamArn", Arns.STREAM_ARN_EXPECTED)
                    .ifPresent(stream -> allow(ReadAction.DESCRIBE_STREAM_SUMMARY, stream));
            return;
        }
        String name = metadata.requiredText("streamName", Arns.STREAM_EXPECTED);
        if (name.isEmpty()) {
            return;
        }
        if (!Arns.STREAM.matcher(name).matches()) {
            metadata.reject("streamName", name, Arns.STREAM_EXPECTED);
            return;
        }
        arnInAccount("kinesis", "stream/" + name, "stream " + name)
                .ifPresent(stream -> allow(ReadAction.DESCRIBE_STREAM_SUMMARY, stream));
    }

    private Optional<String> arnOf(String kind, Pattern name, String key, String expected) {
        String arn = metadata.text(key).orElse("");
        String prefix = "arn:" + region.partition() + ":" + kind.replaceFirst(":", ":" + region.name() + ":\\\\d{12}:");
        if (!Pattern.matches(prefix + "/" + name.pattern(), arn)) {
            metadata.reject(key, arn, expected);
            return Optional.empty();
        }
        return Optional.of(arn);
    }

    private Optional<String> arnInAccount(String service, String resource, String what) {
        if (account == null) {
            violations.addMissing(
                    "account", Arns.ACCOUNT_EXPECTED + ", given by inAccount, as " + what + " names none");
            return Optional.empty();
        }
        return Optional.of(arn(service, account, resource));
    }

    private String arn(String service, String owner, String resource) {
        return "arn:" + region.partition() + ":" + service + ":" + region.name() + ":" + owner + ":" + resource;
    }
}
