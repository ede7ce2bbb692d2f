// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.cloudwatch;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.internal.call.AwsErrors;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.client.ClientType;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/** One GetMetricData call for many queries, with all its pages. */
final class MetricDataReader {

    static final ClientType<CloudWatchClient> CLIENT = ClientType.of(AwsService.CLOUDWATCH, CloudWatchClient::builder);

    /** Names the queries of a call; expressions may not use it, or they would read a neighbor's metric. */
    static final String ID_PREFIX = "autoscale_";

    private static final int MOST_PAGES = 100;

    private final AwsClients.Lease<CloudWatchClient> client;

    MetricDataReader(AwsClients.Lease<CloudWatchClient> client) {
        this.client = client;
    }

    /** Reads each query; throws a {@code ScalerException} when the call as a whole failed. */
    Map<MetricQuery, MetricOutcome> read(List<MetricQuery> queries, MetricWindow.Interval when) {
        List<MetricDataQuery> asked = new ArrayList<>(queries.size());
        for (int i = 0; i < queries.size(); i++) {
            asked.add(queries.get(i).withId(ID_PREFIX + i));
        }
        String subject = queries.size() == 1 ? queries.get(0).describe() : queries.size() + " queries";
        Map<String, Answer> answers = new HashMap<>();
        String token = null;
        for (int page = 1; page == 1 || token != null; page++) {
            if (page > MOST_PAGES) {
                throw new ScalerException(
                        Kind.BAD_DATA,
                        "CloudWatch GetMetricData of " + subject + " stopped after " + MOST_PAGES + " pages");
            }
            GetMetricDataResponse response = page(asked, when, token, subject);
            response.metricDataResults()
                    .forEach(result -> answers.computeIfAbsent(
                                    String.valueOf(result.id()), id -> new Answer(result.label()))
                            .add(result));
            token = response.nextToken();
        }
        Map<MetricQuery, MetricOutcome> outcomes = new HashMap<>();
        for (int i = 0; i < queries.size(); i++) {
            Answer answer = answers.get(ID_PREFIX + i);
            outcomes.put(
                    queries.get(i),
                    answer == null
                            ? new MetricOutcome.Nothing()
                            : answer.outcome(queries.get(i).describe()));
        }
        return outcomes;
    }

    void close() {
        client.close();
    }

    private GetMetricDataResponse page(
            List<MetricDataQuery> asked, MetricWindow.Interval when, @Nullable String token, String subject) {
        return client.call(
                "GetMetricData",
                () -> subject,
                cloudWatch -> cloudWatch.getMetricData(request -> request.metricDataQueries(asked)
                        .startTime(when.start())
                        .endTime(when.end())
                        .scanBy(ScanBy.TIMESTAMP_DESCENDING)
                        .nextToken(token)));
    }

    /** The result for one id on all pages: its first time series, with the status of the last page. */
    private static final class Answer {

        private final @Nullable String label;
        private @Nullable Instant newest;
        private double value;
        private StatusCode status = StatusCode.COMPLETE;
        private String said = "";

        Answer(@Nullable String label) {
            this.label = label;
        }

        void add(MetricDataResult result) {
            if (!Objects.equals(label, result.label())) {
                return;
            }
            if (result.statusCode() != null) {
                status = result.statusCode();
            }
            if (!result.messages().isEmpty()) {
                said = ": " + AwsErrors.shownCode(result.messages().get(0).code());
            }
            int length = Math.min(result.timestamps().size(), result.values().size());
            for (int i = 0; i < length; i++) {
                Instant timestamp = result.timestamps().get(i);
                if (newest == null || timestamp.isAfter(newest)) {
                    newest = timestamp;
                    value = result.values().get(i);
                }
            }
        }

        MetricOutcome outcome(String query) {
            String call = "CloudWatch GetMetricData of " + query + " returned status " + status + said;
            return switch (status) {
                case FORBIDDEN ->
                    new MetricOutcome.Failed(
                            Kind.AUTHENTICATION,
                            call + ": the account that the metric belongs to does not share it with this one");
                case INTERNAL_ERROR, UNKNOWN_TO_SDK_VERSION -> new MetricOutcome.Failed(Kind.UNAVAILABLE, call);
                // newest first: only older datapoints are missing
                case PARTIAL_DATA -> newest == null ? new MetricOutcome.Failed(Kind.UNAVAILABLE, call) : datapoint();
                case COMPLETE -> newest == null ? new MetricOutcome.Nothing() : datapoint();
            };
        }

        private MetricOutcome datapoint() {
            return new MetricOutcome.Datapoint(value, Objects.requireNonNull(newest));
        }
    }
}
