// SPDX-License-Identifier: Apache-2.0
package io.autoscale.micrometer;

import io.autoscale.source.TriggerReading;
import io.autoscale.trigger.Trigger;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * KEDA's series of one trigger, with its labels. The metric is known from the first successful read, and empty before.
 */
final class KedaTriggerMeters implements AutoCloseable {

    /** The names of KEDA's types, which it uses for a trigger without a name. */
    private static final Map<String, String> SCALERS = Map.of(
            "aws-sqs-queue", "awsSqsQueueScaler",
            "aws-cloudwatch", "awsCloudwatchScaler",
            "aws-dynamodb", "awsDynamoDBScaler",
            "aws-dynamodb-streams", "awsDynamoDBStreamsScaler",
            "aws-kinesis-stream", "awsKinesisStreamScaler");

    private final MeterRegistry registry;
    private final Tags tags;
    private @Nullable String metric;
    private Series series;

    KedaTriggerMeters(MeterRegistry registry, Tags ofJob, Trigger trigger, int index) {
        this.registry = registry;
        this.tags = ofJob.and(
                "scaler",
                trigger.name().orElse(SCALERS.getOrDefault(trigger.type(), trigger.type())),
                "triggerIndex",
                Integer.toString(index));
        this.series = new Series(registry, tags.and("metric", ""));
    }

    void read(TriggerReading reading) {
        if (reading instanceof TriggerReading.Observed observed) {
            String name = observed.metric().name();
            if (!name.equals(metric)) {
                series.meters.close();
                metric = name;
                series = new Series(registry, tags.and("metric", name));
            }
            series.value.set(observed.sample().value());
            series.active.set(observed.isActive());
        } else {
            series.errors.increment();
        }
        series.latency.set(ScaledJobMeters.seconds(reading.latency()));
    }

    @Override
    public void close() {
        series.meters.close();
    }

    private static final class Series {
        private final Meters meters;
        private final Meters.Value active;
        private final Meters.Value value;
        private final Meters.Value latency;
        private final Counter errors;

        Series(MeterRegistry registry, Tags tags) {
            meters = new Meters(registry, tags);
            active = meters.value(MeterName.KEDA_ACTIVE);
            value = meters.value(MeterName.KEDA_VALUE);
            latency = meters.value(MeterName.KEDA_LATENCY);
            errors = meters.counter(MeterName.KEDA_SCALER_ERRORS);
        }
    }
}
