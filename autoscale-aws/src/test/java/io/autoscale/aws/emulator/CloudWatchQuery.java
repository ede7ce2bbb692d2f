// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One query of a call of GetMetricData: a metric with its statistic, or an expression. What is absent is null, the
 * period zero.
 */
public record CloudWatchQuery(
        String id,
        String label,
        boolean returnData,
        CloudWatchMetric metric,
        String stat,
        Duration period,
        String unit,
        String expression) {

    @SuppressWarnings("unchecked")
    static CloudWatchQuery of(Map<String, Object> query) {
        Map<String, Object> metricStat = (Map<String, Object>) query.get("MetricStat");
        Map<String, Object> source = metricStat == null ? query : metricStat;
        return new CloudWatchQuery(
                (String) query.get("Id"),
                (String) query.get("Label"),
                (Boolean) query.getOrDefault("ReturnData", true),
                metricStat == null
                        ? null
                        : metric((String) query.get("AccountId"), (Map<String, Object>) metricStat.get("Metric")),
                (String) source.get("Stat"),
                Duration.ofSeconds(((Number) source.getOrDefault("Period", 0)).longValue()),
                (String) source.get("Unit"),
                (String) query.get("Expression"));
    }

    /** The metric a map of the protocol describes. */
    @SuppressWarnings("unchecked")
    static CloudWatchMetric metric(String account, Map<String, Object> described) {
        Map<String, String> dimensions = new TreeMap<>();
        for (Object dimension : (List<Object>) described.getOrDefault("Dimensions", List.of())) {
            Map<String, String> pair = (Map<String, String>) dimension;
            dimensions.put(pair.get("Name"), pair.get("Value"));
        }
        return new CloudWatchMetric(
                account == null ? CloudWatchMetric.OWN_ACCOUNT : account,
                (String) described.get("Namespace"),
                (String) described.get("MetricName"),
                dimensions);
    }

    /** Whether this is its id, the name of its metric, or its expression. */
    boolean isCalled(String word) {
        return word.equals(id) || word.equals(expression) || (metric != null && word.equals(metric.name()));
    }

    /** The label of its result. */
    String shownLabel() {
        if (label != null) {
            return label;
        }
        return metric == null ? id : metric.name();
    }
}
