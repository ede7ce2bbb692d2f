// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.cloudwatch;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/** A query to CloudWatch. Equal queries are read once. */
public sealed interface MetricQuery {

    /** For messages. */
    String describe();

    /** The account whose metric it is, or null for the caller's own. */
    @Nullable
    String accountId();

    /** The query as the SDK has it. */
    MetricDataQuery toSdk(String id, int periodSeconds);

    /** One metric. */
    record OneMetric(
            String namespace,
            String name,
            List<Map.Entry<String, String>> dimensions,
            String statistic,
            @Nullable String unit,
            @Nullable String accountId)
            implements MetricQuery {

        public OneMetric {
            dimensions = List.copyOf(dimensions);
        }

        @Override
        public String describe() {
            return namespace + " " + name;
        }

        @Override
        public MetricDataQuery toSdk(String id, int periodSeconds) {
            List<Dimension> named = dimensions.stream()
                    .map(entry -> Dimension.builder()
                            .name(entry.getKey())
                            .value(entry.getValue())
                            .build())
                    .toList();
            return MetricDataQuery.builder()
                    .id(id)
                    .accountId(accountId)
                    .returnData(true)
                    .metricStat(stat -> stat.period(periodSeconds)
                            .stat(statistic)
                            .unit(unit == null ? null : StandardUnit.fromValue(unit))
                            .metric(metric ->
                                    metric.namespace(namespace).metricName(name).dimensions(named)))
                    .build();
        }
    }

    /** Metric maths, a search or a Metrics Insights query. */
    record Expression(String text, @Nullable String accountId) implements MetricQuery {

        private static final int SHOWN = 60;

        /** CloudWatch accepts one of these in a call. */
        boolean isInsights() {
            return text.stripLeading().toUpperCase(Locale.ROOT).startsWith("SELECT");
        }

        /** Costly for CloudWatch: it looks for the metrics first. */
        boolean isSearch() {
            return text.toUpperCase(Locale.ROOT).contains("SEARCH(");
        }

        @Override
        public String describe() {
            return "expression " + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…");
        }

        @Override
        public MetricDataQuery toSdk(String id, int periodSeconds) {
            return MetricDataQuery.builder()
                    .id(id)
                    .accountId(accountId)
                    .returnData(true)
                    .period(periodSeconds)
                    .expression(text)
                    .build();
        }
    }
}
