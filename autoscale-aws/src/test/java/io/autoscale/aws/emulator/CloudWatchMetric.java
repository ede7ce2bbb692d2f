// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.util.Map;
import java.util.TreeMap;

/** The identity of a metric. As in CloudWatch, all parts must match exactly. */
public record CloudWatchMetric(String account, String namespace, String name, Map<String, String> dimensions) {

    /** The account of the fake's caller. */
    public static final String OWN_ACCOUNT = "123456789012";

    public CloudWatchMetric {
        dimensions = Map.copyOf(dimensions);
    }

    /** A metric of the own account; the dimensions are names and values in turn. */
    public static CloudWatchMetric of(String namespace, String name, String... dimensions) {
        Map<String, String> pairs = new TreeMap<>();
        for (int i = 0; i < dimensions.length; i += 2) {
            pairs.put(dimensions[i], dimensions[i + 1]);
        }
        return new CloudWatchMetric(OWN_ACCOUNT, namespace, name, pairs);
    }

    /** The same metric of another account. */
    public CloudWatchMetric in(String otherAccount) {
        return new CloudWatchMetric(otherAccount, namespace, name, dimensions);
    }
}
