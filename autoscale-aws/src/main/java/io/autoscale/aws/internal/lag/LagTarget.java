// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.lag;

import io.autoscale.metric.ActivationThreshold;
import io.autoscale.metric.MetricSpec;
import io.autoscale.metric.MetricTarget;
import io.autoscale.trigger.TriggerMetadata;

/** What an age is measured against, in seconds. */
record LagTarget(long targetSeconds, long activationSeconds) {

    static final String TARGET = "targetAge";
    static final String ACTIVATION = "activationAge";

    static LagTarget read(TriggerMetadata metadata) {
        metadata.requiredText(TARGET, "a whole number >= 1, in seconds");
        return new LagTarget(metadata.wholeNumber(TARGET, 1, 1), metadata.wholeNumber(ACTIVATION, 0, 0));
    }

    MetricSpec metric(int index, String name) {
        return new MetricSpec(
                MetricSpec.metricName(index, name),
                MetricTarget.averageValue((double) targetSeconds),
                new ActivationThreshold((double) activationSeconds));
    }
}
