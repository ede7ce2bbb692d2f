// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/** The results of a call, cut into pages by the number of datapoints. */
final class CloudWatchResults {

    private final List<Result> results = new ArrayList<>();

    /** One query's result, in the order it is to be given. */
    record Result(CloudWatchQuery query, String status, String message, List<Instant> times, List<Double> values) {

        static Result of(
                CloudWatchQuery query,
                String status,
                String message,
                NavigableMap<Instant, Double> series,
                boolean descending) {
            NavigableMap<Instant, Double> ordered = descending ? series.descendingMap() : series;
            return new Result(query, status, message, List.copyOf(ordered.keySet()), List.copyOf(ordered.values()));
        }

        private Map<String, Object> part(int from, int to) {
            Map<String, Object> part = new LinkedHashMap<>();
            part.put("Id", query.id());
            part.put("Label", query.shownLabel());
            part.put("Timestamps", times.subList(from, to));
            part.put("Values", values.subList(from, to));
            part.put("StatusCode", to < values.size() ? "PartialData" : status);
            if (message != null) {
                part.put("Messages", List.of(Map.of("Code", status, "Value", message)));
            }
            return part;
        }
    }

    void add(Result result) {
        results.add(result);
    }

    /**
     * Returns the page that starts after this many datapoints. Results without datapoints are on
     * the first page.
     */
    Map<String, Object> page(int offset, int size) {
        List<Object> parts = new ArrayList<>();
        int position = 0;
        for (Result result : results) {
            int from = Math.max(offset - position, 0);
            int to = Math.min(result.values.size(), offset + size - position);
            if (from < to || (result.values.isEmpty() && offset == 0)) {
                parts.add(result.part(from, Math.max(to, from)));
            }
            position += result.values.size();
        }
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("MetricDataResults", parts);
        page.put("Messages", List.of());
        if (offset + size < position) {
            page.put("NextToken", "after-" + (offset + size));
        }
        return page;
    }
}
