// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.InvalidNextTokenException;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

class FakeCloudWatchTest {

    private static final Instant T0 = Instant.parse("2026-11-24T10:00:00Z");
    private static final CloudWatchMetric VISIBLE = CloudWatchMetric.of("AWS/SQS", "Visible", "QueueName", "videos");
    private static final CloudWatchMetric SENT = CloudWatchMetric.of("AWS/SQS", "Sent", "QueueName", "videos");

    private final FakeCloudWatch fake = FakeCloudWatch.start(InstantSource.fixed(T0.plusSeconds(3600)));
    private final CloudWatchClient client = CloudWatchClient.builder()
            .applyMutation(TestClients.at(fake.endpoint(), "AKIDEXAMPLE"))
            .overrideConfiguration(configuration -> configuration.retryStrategy(RetryMode.STANDARD))
            .build();

    @AfterEach
    void close() {
        client.close();
        fake.close();
    }

    @ParameterizedTest
    @CsvSource({"Average, 3", "Sum, 9", "Minimum, 1", "Maximum, 6", "SampleCount, 3", "p50, 2", "p99.9, 6"})
    void a_statistic_is_computed_for_a_period(String stat, double expected) {
        fake.put(VISIBLE, T0, 1).put(VISIBLE, T0.plusSeconds(10), 2).put(VISIBLE, T0.plusSeconds(59), 6);
        fake.put(VISIBLE, T0.plusSeconds(600), 100).put(VISIBLE, T0.minusMillis(1), 100);
        assertThat(get(query("m1", VISIBLE, stat, 60)).metricDataResults())
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.id()).isEqualTo("m1");
                    assertThat(result.label()).isEqualTo("Visible");
                    assertThat(result.statusCode()).isEqualTo(StatusCode.COMPLETE);
                    assertThat(result.timestamps()).containsExactly(T0);
                    assertThat(result.values()).containsExactly(expected);
                });
    }

    @Test
    void datapoints_are_newest_first_by_default() {
        fake.put(VISIBLE, T0, 1).put(VISIBLE, T0.plusSeconds(60), 2);
        assertThat(values(get(query("m1", VISIBLE, "Sum", 60)))).containsExactly(2.0, 1.0);
        assertThat(values(client.getMetricData(request(query("m1", VISIBLE, "Sum", 60)).toBuilder()
                        .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                        .build())))
                .containsExactly(1.0, 2.0);
    }

    @Test
    void dimensions_account_and_unit_must_match() {
        fake.put(VISIBLE, T0, 1, "Count").put(VISIBLE.in("210987654321"), T0, 7, "Count");
        MetricDataQuery query = query("m1", VISIBLE, "Sum", 60);
        assertThat(values(get(query))).containsExactly(1.0);
        assertThat(values(get(query.toBuilder().accountId("210987654321").build())))
                .containsExactly(7.0);
        assertThat(values(get(query("m1", CloudWatchMetric.of("AWS/SQS", "Visible"), "Sum", 60))))
                .isEmpty();
        assertThat(values(get(withUnit(query, StandardUnit.COUNT)))).containsExactly(1.0);
        assertThat(values(get(withUnit(query, StandardUnit.BYTES)))).isEmpty();
    }

    @Test
    void metric_math_is_evaluated_where_all_series_have_a_value() {
        fake.put(VISIBLE, T0, 6).put(SENT, T0, 3).put(VISIBLE, T0.plusSeconds(60), 8);
        GetMetricDataResponse response = get(
                hidden(query("m1", VISIBLE, "Sum", 60)),
                hidden(query("m2", SENT, "Sum", 60)),
                expression("e1", "(m1 + m2) * 2 / 3 - 1"),
                expression("e2", "e1 / (m1 - 6)"));
        assertThat(response.metricDataResults())
                .extracting(MetricDataResult::id)
                .containsExactly("e1", "e2");
        assertThat(response.metricDataResults().get(0).values()).containsExactly(5.0);
        assertThat(response.metricDataResults().get(1).values()).isEmpty();
    }

    @Test
    void a_registered_expression_returns_its_values() {
        String select = "SELECT MAX(Visible) FROM SCHEMA(\"AWS/SQS\", QueueName)";
        fake.answerExpression(select, Map.of(T0, 4.0, T0.minusSeconds(60), 9.0));
        assertThat(values(get(expression("q1", select).toBuilder().period(60).build())))
                .containsExactly(4.0);
    }

    @Test
    void the_sdk_follows_pages_with_a_next_token() {
        IntStream.range(0, 5).forEach(minute -> {
            fake.put(VISIBLE, T0.plusSeconds(60L * minute), minute);
            fake.put(SENT, T0.plusSeconds(60L * minute), 10 + minute);
        });
        fake.pageSize(3).emptyFirstPage();
        List<GetMetricDataResponse> pages =
                client
                        .getMetricDataPaginator(request(query("m1", VISIBLE, "Sum", 60), query("m2", SENT, "Sum", 60)))
                        .stream()
                        .toList();
        assertThat(pages)
                .extracting(page -> page.metricDataResults().stream()
                        .map(result -> result.id() + " " + result.statusCode() + " " + result.values())
                        .toList())
                .containsExactly(
                        List.of(),
                        List.of("m1 PartialData [4.0, 3.0, 2.0]"),
                        List.of("m1 Complete [1.0, 0.0]", "m2 PartialData [14.0]"),
                        List.of("m2 PartialData [13.0, 12.0, 11.0]"),
                        List.of("m2 Complete [10.0]"));
        assertThat(fake.calls()).hasSize(5);
    }

    @Test
    void a_query_fails_and_the_others_do_not() {
        fake.put(VISIBLE, T0, 1).put(SENT, T0, 2).failQuery("Visible", "InternalError", "try again");
        GetMetricDataResponse response = get(query("m1", VISIBLE, "Sum", 60), query("m2", SENT, "Sum", 60));
        assertThat(response.metricDataResults())
                .extracting(MetricDataResult::statusCode)
                .containsExactly(StatusCode.INTERNAL_ERROR, StatusCode.COMPLETE);
        assertThat(response.metricDataResults().get(0).values()).isEmpty();
        assertThat(response.metricDataResults().get(0).messages().get(0).value())
                .isEqualTo("try again");
        fake.healQueries().failQuery(query -> query.id().equals("m1"), "PartialData", "not all");
        assertThat(get(query("m1", VISIBLE, "Sum", 60))
                        .metricDataResults()
                        .get(0)
                        .values())
                .containsExactly(1.0);
    }

    @Test
    void an_answer_can_be_without_results() {
        fake.answerNextWithoutResults();
        assertThat(get(query("m1", VISIBLE, "Sum", 60)).metricDataResults()).isEmpty();
    }

    @Test
    void more_than_500_queries_are_refused() {
        MetricDataQuery[] queries = IntStream.range(0, 501)
                .mapToObj(number -> query("m" + number, VISIBLE, "Sum", 60))
                .toArray(MetricDataQuery[]::new);
        assertThatThrownBy(() -> get(queries)).isInstanceOfSatisfying(AwsServiceException.class, e -> {
            assertThat(e.statusCode()).isEqualTo(400);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationError");
            assertThat(e.awsErrorDetails().errorMessage())
                    .isEqualTo("The collection MetricDataQueries must not have a size greater than 500.");
        });
        assertThat(fake.calls().get(0).queries()).hasSize(501);
    }

    @Test
    void invalid_calls_are_rejected() {
        assertInvalid("period", query("m1", VISIBLE, "Sum", 45));
        assertInvalid("unique", query("m1", VISIBLE, "Sum", 60), query("m1", SENT, "Sum", 60));
        assertInvalid("pattern", query("M1", VISIBLE, "Sum", 60));
        assertInvalid("expression 'e1'", expression("e1", "m7 +"));
        assertThatThrownBy(() -> client.getMetricData(request(query("m1", VISIBLE, "Sum", 60)).toBuilder()
                        .nextToken("made-up")
                        .build()))
                .isInstanceOf(InvalidNextTokenException.class);
    }

    @ParameterizedTest
    @CsvSource({"400, Throttling", "403, AccessDenied", "500, InternalFailure"})
    void a_whole_call_fails_once(int status, String code) {
        for (int i = 0; i < 3; i++) {
            fake.failNextCall(status, code, "about it");
        }
        assertThatThrownBy(() -> get(query("m1", VISIBLE, "Sum", 60)))
                .isInstanceOfSatisfying(AwsServiceException.class, e -> {
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
                    assertThat(e.awsErrorDetails().errorMessage()).isEqualTo("about it");
                    assertThat(e.isThrottlingException()).isEqualTo(code.equals("Throttling"));
                });
    }

    @Test
    void a_call_is_recorded_with_its_signer_and_window() {
        get(query("m1", VISIBLE, "Sum", 60));
        assertThat(fake.calls()).singleElement().satisfies(call -> {
            assertThat(call.operation()).isEqualTo("GetMetricData");
            assertThat(call.accessKeyId()).contains("AKIDEXAMPLE");
            assertThat(call.window()).isEqualTo(Duration.ofMinutes(10));
            assertThat(call.queries()).singleElement().satisfies(query -> {
                assertThat(query.metric()).isEqualTo(VISIBLE);
                assertThat(query.period()).isEqualTo(Duration.ofMinutes(1));
            });
        });
    }

    @Test
    void a_key_must_be_known_to_the_trusted_sts() {
        try (FakeSts sts = FakeSts.start()) {
            fake.authenticatedBy(sts);
            assertThatThrownBy(() -> get(query("m1", VISIBLE, "Sum", 60)))
                    .isInstanceOfSatisfying(
                            AwsServiceException.class,
                            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidClientTokenId"));
            sts.principal("AKIDEXAMPLE", "arn:aws:iam::123456789012:user/me");
            assertThat(get(query("m1", VISIBLE, "Sum", 60)).metricDataResults()).hasSize(1);
        }
    }

    @Test
    void metrics_can_be_put_by_the_sdk_too() {
        MetricDatum datum = MetricDatum.builder()
                .metricName("Visible")
                .dimensions(
                        Dimension.builder().name("QueueName").value("videos").build())
                .timestamp(T0)
                .value(3.0)
                .build();
        client.putMetricData(put -> put.namespace("AWS/SQS").metricData(datum));
        assertThat(values(get(query("m1", VISIBLE, "Sum", 60)))).containsExactly(3.0);
    }

    private void assertInvalid(String named, MetricDataQuery... queries) {
        assertThatThrownBy(() -> get(queries)).isInstanceOfSatisfying(AwsServiceException.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationError");
            assertThat(e.awsErrorDetails().errorMessage()).containsIgnoringCase(named);
        });
    }

    private GetMetricDataResponse get(MetricDataQuery... queries) {
        return client.getMetricData(request(queries));
    }

    private static GetMetricDataRequest request(MetricDataQuery... queries) {
        return GetMetricDataRequest.builder()
                .metricDataQueries(queries)
                .startTime(T0)
                .endTime(T0.plusSeconds(600))
                .build();
    }

    private static List<Double> values(GetMetricDataResponse response) {
        return response.metricDataResults().get(0).values();
    }

    private static MetricDataQuery expression(String id, String text) {
        return MetricDataQuery.builder().id(id).expression(text).build();
    }

    private static MetricDataQuery hidden(MetricDataQuery query) {
        return query.toBuilder().returnData(false).build();
    }

    private static MetricDataQuery withUnit(MetricDataQuery query, StandardUnit unit) {
        return query.toBuilder()
                .metricStat(query.metricStat().toBuilder().unit(unit).build())
                .build();
    }

    static MetricDataQuery query(String id, CloudWatchMetric metric, String stat, int period) {
        return MetricDataQuery.builder()
                .id(id)
                .metricStat(of -> of.stat(stat)
                        .period(period)
                        .metric(described -> described
                                .namespace(metric.namespace())
                                .metricName(metric.name())
                                .dimensions(metric.dimensions().entrySet().stream()
                                        .map(each -> Dimension.builder()
                                                .name(each.getKey())
                                                .value(each.getValue())
                                                .build())
                                        .toList())))
                .build();
    }
}
