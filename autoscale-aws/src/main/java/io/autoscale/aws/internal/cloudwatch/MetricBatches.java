// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.cloudwatch;

import java.util.ArrayList;
import java.util.List;

/** Packs queries into as few GetMetricData calls as CloudWatch's bounds allow. */
final class MetricBatches {

    /** CloudWatch accepts this many queries in a call. */
    static final int QUERIES = 500;

    /** CloudWatch accepts one Metrics Insights query in a call, in addition to other queries. */
    static final int INSIGHTS = 1;

    /** Each search can find a hundred metrics, and the datapoints of a call are bounded. */
    static final int SEARCHES = 5;

    private MetricBatches() {}

    /** Batches with every query in one of them, in the order that they are given in. */
    static List<List<MetricQuery>> pack(List<MetricQuery> queries) {
        List<Batch> batches = new ArrayList<>();
        for (MetricQuery query : queries) {
            boolean added = batches.stream().anyMatch(batch -> batch.add(query));
            if (!added) {
                Batch next = new Batch();
                next.add(query);
                batches.add(next);
            }
        }
        return batches.stream().map(batch -> List.copyOf(batch.queries)).toList();
    }

    private static final class Batch {
        private final List<MetricQuery> queries = new ArrayList<>();
        private int insights;
        private int searches;

        /** Adds the query if there is room for one of its kind; says whether there was. */
        boolean add(MetricQuery query) {
            if (queries.size() == QUERIES
                    || (query.isInsights() && insights == INSIGHTS)
                    || (query.isSearch() && searches == SEARCHES)) {
                return false;
            }
            queries.add(query);
            insights += query.isInsights() ? 1 : 0;
            searches += query.isSearch() ? 1 : 0;
            return true;
        }
    }
}
