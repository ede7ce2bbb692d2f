// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** The series of the queries of one call: from metrics, from the table of expressions, or by maths over the others. */
final class CloudWatchSeries {

    private final CloudWatchMetrics metrics;
    private final Map<String, NavigableMap<Instant, Double>> canned;
    private final FakeCloudWatch.Call call;
    private final Instant now;
    private final Map<String, NavigableMap<Instant, Double>> known = new HashMap<>();
    private final Set<String> begun = new HashSet<>();

    CloudWatchSeries(
            CloudWatchMetrics metrics,
            Map<String, NavigableMap<Instant, Double>> canned,
            FakeCloudWatch.Call call,
            Instant now) {
        this.metrics = metrics;
        this.canned = canned;
        this.call = call;
        this.now = now;
    }

    /** Returns the series of a query. A cyclic expression fails with an unknown identifier. */
    NavigableMap<Instant, Double> of(CloudWatchQuery query) {
        NavigableMap<Instant, Double> series = known.get(query.id());
        if (series == null) {
            series = query.metric() == null ? ofExpression(query) : ofMetric(query);
            known.put(query.id(), series);
        }
        return series;
    }

    private NavigableMap<Instant, Double> ofMetric(CloudWatchQuery query) {
        Instant start = CloudWatchRules.rounded(call.start(), query.period(), now);
        return metrics.series(query.metric(), query.stat(), query.period(), start, call.end(), query.unit());
    }

    private NavigableMap<Instant, Double> ofExpression(CloudWatchQuery query) {
        String expression = query.expression();
        if (canned.containsKey(expression)) {
            return new TreeMap<>(canned.get(expression).subMap(call.start(), call.end()));
        }
        begun.add(query.id());
        for (CloudWatchQuery other : call.queries()) {
            if (!begun.contains(other.id()) && expression.matches("(?s).*\\b" + other.id() + "\\b.*")) {
                of(other);
            }
        }
        try {
            return CloudWatchMath.evaluate(expression, known);
        } catch (IllegalArgumentException e) {
            throw CloudWatchRules.invalid("Error in expression '" + query.id() + "': " + e.getMessage());
        }
    }
}
