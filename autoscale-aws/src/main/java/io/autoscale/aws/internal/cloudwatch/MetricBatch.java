// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.cloudwatch;

import java.util.ArrayList;
import java.util.List;

/** The queries of one GetMetricData call. */
final class MetricBatch {

    // the limits of CloudWatch: queries, and Metrics Insights queries among them
    private static final int QUERIES = 500;
    private static final int INSIGHTS = 1;
    /** Our limit: each search can find a hundred metrics, and the datapoints of a call are bounded. */
    private static final int SEARCHES = 5;

    private final List<MetricQuery> queries = new ArrayList<>();
    private int insights;
    private int searches;

    private MetricBatch() {}

    /** Puts each query into the first batch that has room, in the order that they are given in. */
    static List<List<MetricQuery>> pack(List<MetricQuery> queries) {
        List<MetricBatch> batches = new ArrayList<>();
        for (MetricQuery query : queries) {
            if (batches.stream().noneMatch(batch -> batch.add(query))) {
                MetricBatch next = new MetricBatch();
                next.add(query);
                batches.add(next);
            }
        }
        return batches.stream().map(batch -> batch.queries).toList();
    }

    /** Adds the query if there is room for one of its kind; says whether there was. */
    private boolean add(MetricQuery query) {
        int moreInsights = query.isInsights() ? 1 : 0;
        int moreSearches = query.isSearch() ? 1 : 0;
        if (queries.size() == QUERIES || insights + moreInsights > INSIGHTS || searches + moreSearches > SEARCHES) {
            return false;
        }
        insights += moreInsights;
        searches += moreSearches;
        queries.add(query);
        return true;
    }
}
