// SPDX-License-Identifier: Apache-2.0
package io.autoscale.micrometer;

import io.autoscale.aws.AwsSources;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The calls and the temporary credentials of {@link AwsSources}. Requires {@code autoscale-aws}. */
public final class AwsMetrics implements MeterBinder {

    private static final String OTHER = "other";
    private static final List<String> OPERATIONS = List.of(
            "SQS GetQueueAttributes",
            "SQS GetQueueUrl",
            "CloudWatch GetMetricData",
            "DynamoDB Query",
            "DynamoDB DescribeTable",
            "DynamoDB Streams DescribeStream",
            "Kinesis DescribeStreamSummary",
            "STS AssumeRole",
            "STS AssumeRoleWithWebIdentity");

    private final AwsSources sources;

    /**
     * Creates a binder.
     *
     * @param sources the sources
     */
    public AwsMetrics(AwsSources sources) {
        this.sources = Objects.requireNonNull(sources, "sources");
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (String operation : OPERATIONS) {
            int space = operation.lastIndexOf(' ');
            count(registry, operation, operation.substring(0, space), operation.substring(space + 1));
        }
        count(registry, OTHER, OTHER, OTHER);
        new Meters(registry, Tags.empty()).gauge(MeterName.CREDENTIALS_EXPIRY, () -> expiry(registry));
    }

    private void count(MeterRegistry registry, String operation, String service, String name) {
        FunctionCounter.builder(MeterName.AWS_CALLS.id(), sources, from -> calls(from.sentCalls(), operation))
                .description(MeterName.AWS_CALLS.description())
                .tags("service", service, "operation", name)
                .register(registry);
    }

    private static double calls(Map<String, Long> sent, String operation) {
        if (!operation.equals(OTHER)) {
            return sent.getOrDefault(operation, 0L);
        }
        Set<String> known = Set.copyOf(OPERATIONS);
        return sent.entrySet().stream()
                .filter(entry -> !known.contains(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private double expiry(MeterRegistry registry) {
        Instant now = Instant.ofEpochMilli(registry.config().clock().wallTime());
        return sources.credentialsExpireAt()
                .map(end -> ScaledJobMeters.seconds(Duration.between(now, end)))
                .orElse(Double.NaN);
    }
}
