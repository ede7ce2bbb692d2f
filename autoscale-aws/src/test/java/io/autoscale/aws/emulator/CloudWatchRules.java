// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** The documented errors and rounding rules of CloudWatch. */
final class CloudWatchRules {

    private static final int MOST_QUERIES = 500;
    private static final Set<Long> SHORT_PERIODS = Set.of(1L, 5L, 10L, 20L, 30L);

    private CloudWatchRules() {}

    /** The start of the data: rounded down by its age, or to a period below a minute. */
    static Instant rounded(Instant start, Duration period, Instant now) {
        Duration age = Duration.between(start, now);
        long to = 3600;
        if (period.toSeconds() < 60) {
            to = period.toSeconds();
        } else if (age.compareTo(Duration.ofDays(15)) < 0) {
            to = 60;
        } else if (age.compareTo(Duration.ofDays(63)) < 0) {
            to = 300;
        }
        return Instant.ofEpochSecond(start.getEpochSecond() / to * to);
    }

    static void check(FakeCloudWatch.Call call) {
        if (call.queries().isEmpty()) {
            throw invalid("The parameter MetricDataQueries is required.");
        }
        if (call.queries().size() > MOST_QUERIES) {
            throw invalid("The collection MetricDataQueries must not have a size greater than 500.");
        }
        if (!call.start().isBefore(call.end())) {
            throw invalid("The parameter StartTime must be less than the parameter EndTime.");
        }
        if (call.queries().stream().filter(CloudWatchRules::isInsights).count() > 1) {
            throw invalid("A call of GetMetricData can have only one Metrics Insights query.");
        }
        Set<String> ids = new HashSet<>();
        for (CloudWatchQuery query : call.queries()) {
            if (!query.id().matches("[a-z][a-zA-Z0-9_]{0,254}")) {
                throw invalid("The value " + query.id() + " for parameter MetricDataQueries.member.id is not matching"
                        + " the expected pattern ^[a-z][a-zA-Z0-9_]*$.");
            }
            if (!ids.add(query.id())) {
                throw invalid("The values for parameter id in MetricDataQueries are not unique.");
            }
            check(query);
        }
    }

    static AwsRefusal invalid(String message) {
        return new AwsRefusal(400, "ValidationError", message);
    }

    private static void check(CloudWatchQuery query) {
        if ((query.metric() == null) == (query.expression() == null)) {
            throw invalid("Exactly one of MetricStat and Expression must be given for " + query.id() + ".");
        }
        long period = query.period().toSeconds();
        boolean good = SHORT_PERIODS.contains(period) || (period > 0 && period % 60 == 0);
        if (!good && (query.metric() != null || isInsights(query))) {
            throw invalid("The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60.");
        }
        if (query.metric() != null && !CloudWatchMetrics.knows(query.stat())) {
            throw invalid("The value " + query.stat() + " for parameter Stat is not supported.");
        }
    }

    private static boolean isInsights(CloudWatchQuery query) {
        return query.expression() != null
                && query.expression().strip().regionMatches(true, 0, "SELECT", 0, "SELECT".length());
    }
}
