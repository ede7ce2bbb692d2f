// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.cloudwatch;

import java.util.ArrayList;
import java.util.List;

/** Packs queries into as few GetMetricData calls as CloudWatch's bounds allow. */
final class MetricBatches {

    /** CloudWatch takes this many queries in a call. */
    static final int QUERIES = 500;

    /** CloudWatch takes one Metrics Insights query in a call, beside other queries. */
    static final int INSIGHTS = 1;

    /** Each search can find a hundred metrics, and the datapoints of a call are bounded. */
    static final int SEARCHES = 5;

    private MetricBatches() {}

    /** Batches with every query in one of them, in the order that they are given in. */
    static List<List<MetricQuery>> pack(List<MetricQuery> queries) {
        List<Batch> batches = new ArrayList<>();
        // the first batch that may have room for each kind: those before it are full
        int plain = 0;
        int search = 0;
        int insights = 0;
        for (MetricQuery query : queries) {
            boolean isInsights = query instanceof MetricQuery.Expression expression && expression.isInsights();
            boolean isSearch =
                    !isInsights && query instanceof MetricQuery.Expression expression && expression.isSearch();
            int at = isInsights ? insights : isSearch ? search : plain;
            while (at < batches.size() && !batches.get(at).takes(isInsights, isSearch)) {
                at++;
            }
            if (at == batches.size()) {
                batches.add(new Batch());
            }
            batches.get(at).add(query, isInsights, isSearch);
            if (isInsights) {
                insights = at;
            } else if (isSearch) {
                search = at;
            } else {
                plain = at;
            }
        }
        return batches.stream().map(batch -> List.copyOf(batch.queries)).toList();
    }

    private static final class Batch {
        private final List<MetricQuery> queries = new ArrayList<>();
        private int insights;
        private int searches;

        boolean takes(boolean isInsights, boolean isSearch) {
            return queries.size() < QUERIES
                    && (!isInsights || insights < INSIGHTS)
                    && (!isSearch || searches < SEARCHES);
        }

        void add(MetricQuery query, boolean isInsights, boolean isSearch) {
            queries.add(query);
            insights += isInsights ? 1 : 0;
            searches += isSearch ? 1 : 0;
        }
    }
}
