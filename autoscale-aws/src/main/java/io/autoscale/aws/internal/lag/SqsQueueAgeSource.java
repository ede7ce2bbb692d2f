// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.lag;

import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import io.autoscale.source.ScalerSource;

/** For how many seconds the oldest message of one queue has waited. */
final class SqsQueueAgeSource implements ScalerSource {

    private final MetricSpec metric;
    private final String name;
    private final ScalerSource age;
    private final ScalerSource queue;

    SqsQueueAgeSource(MetricSpec metric, String name, ScalerSource age, ScalerSource queue) {
        this.metric = metric;
        this.name = name;
        this.age = age;
        this.queue = queue;
    }

    @Override
    public MetricSpec metric() {
        return metric;
    }

    @Override
    public MetricSample sample() {
        MetricSample seconds = age.sample();
        if (Derived.isDatapoint(seconds)) {
            return seconds;
        }
        MetricSample messages = queue.sample();
        if (messages.value() > 0) {
            throw new ScalerException(
                    Kind.UNAVAILABLE,
                    "CloudWatch has no ApproximateAgeOfOldestMessage of queue " + name
                            + " in the last five minutes, and the queue is not empty: its age is not known");
        }
        return messages;
    }

    @Override
    public void close() {
        age.close();
        queue.close();
    }
}
