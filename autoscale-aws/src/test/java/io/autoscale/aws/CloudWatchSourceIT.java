// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.aws.emulator.CloudWatchMetric;
import io.autoscale.aws.trigger.CloudWatchTrigger;
import io.autoscale.metric.MetricSample;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import io.autoscale.source.ScalerSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests one trigger with a fake CloudWatch that implements the SDK's protocol. */
class CloudWatchSourceIT {

    private static final CloudWatchMetric DEPTH = CloudWatchMetric.of("Shop", "Depth");

    private final CloudWatchWorld world = new CloudWatchWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void the_newest_datapoint_is_the_value_with_its_time_and_age() {
        put(3, 11);
        put(2, 12);
        put(1, 13);
        MetricSample sample = sample(trigger -> trigger);
        assertThat(sample.value()).isEqualTo(13);
        assertThat(sample.parts())
                .hasEntrySatisfying("ageSeconds", age -> assertThat(age).isBetween(0.0, 120.0));
        assertThat(sample.parts()).containsEntry("ageSeconds", 60.0);
    }

    @Test
    void a_missing_newest_datapoint_falls_back_to_the_previous_one() {
        put(3, 11);
        put(2, 12);
        MetricSample sample = sample(trigger -> trigger);
        assertThat(sample.value()).isEqualTo(12);
        assertThat(sample.parts()).containsEntry("ageSeconds", 120.0);
    }

    @ParameterizedTest
    @CsvSource({"119, false", "120, true", "121, true"})
    void a_datapoint_older_than_the_maximum_age_is_ignored(int maxAge, boolean taken) {
        put(2, 12);
        UnaryOperator<CloudWatchTrigger> trigger = builder -> builder.maxDatapointAge(Duration.ofSeconds(maxAge));
        if (taken) {
            assertThat(sample(trigger).value()).isEqualTo(12);
        } else {
            assertThat(failure(trigger))
                    .hasMessageContaining("no datapoint younger than 119 s")
                    .hasMessageContaining("the newest is 120 s old");
        }
    }

    @Test
    void the_window_ends_at_a_whole_period_less_the_offset() {
        world.time.advance(Duration.ofSeconds(42));
        sample(trigger -> trigger.valueWithoutDatapoint(0)
                .metricStatPeriod(Duration.ofMinutes(5))
                .metricCollectionTime(Duration.ofMinutes(15))
                .metricEndTimeOffset(Duration.ofMinutes(2)));
        Instant end = world.start.minus(Duration.ofMinutes(5));
        assertThat(world.cloudWatch.calls()).singleElement().satisfies(call -> {
            assertThat(call.end()).isEqualTo(end);
            assertThat(call.start()).isEqualTo(end.minus(Duration.ofMinutes(15)));
        });
    }

    @Test
    void dimensions_statistic_unit_and_account_are_those_of_the_trigger() {
        CloudWatchMetric metric = CloudWatchMetric.of("AWS/SQS", "Age", "QueueName", "videos", "Env", "prod");
        for (int i = 1; i <= 100; i++) {
            world.cloudWatch.put(metric.in("999999999999"), world.minutesAgo(1), i, "Seconds");
        }
        world.cloudWatch.put(metric.in("999999999999"), world.minutesAgo(1), 100_000, "Count");
        world.cloudWatch.put(metric, world.minutesAgo(1), 100_000, "Seconds");
        double value = sample(trigger -> trigger.metric("AWS/SQS", "Age")
                        .dimension("Env", "prod")
                        .dimension("QueueName", "videos")
                        .metricStat("p90")
                        .metricUnit("Seconds")
                        .awsAccountId("999999999999"))
                .value();
        assertThat(value).isBetween(89.0, 91.0);
    }

    @Test
    void metric_math_and_metrics_insights_expressions_are_sent_verbatim() {
        String insights = "SELECT MAX(Depth) FROM SCHEMA(Shop, Queue)";
        world.cloudWatch.answerExpression(insights, Map.of(world.minutesAgo(1), 21.0));
        world.cloudWatch.answerExpression(
                "SUM(SEARCH('{Shop,Queue} Depth', 'Sum'))", Map.of(world.minutesAgo(1), 22.0));
        assertThat(expression(insights)).isEqualTo(21);
        assertThat(expression("SUM(SEARCH('{Shop,Queue} Depth', 'Sum'))")).isEqualTo(22);
    }

    @Test
    void every_page_is_read_also_when_the_first_is_empty() {
        for (int minute = 1; minute <= 3; minute++) {
            put(minute, minute);
        }
        world.cloudWatch.pageSize(1).emptyFirstPage();
        assertThat(sample(trigger -> trigger).value()).isEqualTo(1);
        assertThat(world.cloudWatch.calls()).hasSizeGreaterThan(1);
    }

    /** The ways in which CloudWatch can report that it has no data. */
    enum Absence {
        NO_RESULT,
        NO_VALUES,
        INTERNAL_ERROR,
        FORBIDDEN,
        PARTIAL_WITHOUT_VALUES
    }

    @ParameterizedTest
    @EnumSource(Absence.class)
    void missing_data_fails_the_read_unless_a_value_is_set_and_is_distinguished_from_errors(Absence absence) {
        arrange(absence);
        ScalerException held = failure(trigger -> trigger);
        arrange(absence);
        switch (absence) {
            case NO_RESULT, NO_VALUES -> {
                assertThat(held.kind()).isEqualTo(Kind.UNAVAILABLE);
                assertThat(held).hasMessageContaining("has no datapoint in the last 180 s");
                assertThat(sample(trigger -> trigger.valueWithoutDatapoint(5)).value())
                        .isEqualTo(5);
            }
            case FORBIDDEN -> {
                assertThat(held.kind()).isEqualTo(Kind.AUTHENTICATION);
                assertThat(failure(trigger -> trigger.valueWithoutDatapoint(5)).kind())
                        .isEqualTo(Kind.AUTHENTICATION);
            }
            case INTERNAL_ERROR, PARTIAL_WITHOUT_VALUES -> {
                assertThat(held.kind()).isEqualTo(Kind.UNAVAILABLE);
                assertThat(held).hasMessageContaining("returned status");
                assertThat(failure(trigger -> trigger.valueWithoutDatapoint(5)).kind())
                        .isEqualTo(Kind.UNAVAILABLE);
            }
        }
    }

    @Test
    void partial_data_gives_the_newest_value() {
        put(2, 12);
        put(1, 13);
        world.cloudWatch.failQuery("Depth", "PartialData", "more to come");
        assertThat(sample(trigger -> trigger).value()).isEqualTo(13);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN})
    void a_value_that_is_not_a_valid_backlog_is_bad_data(double value) {
        put(1, value);
        assertThat(failure(trigger -> trigger).kind()).isEqualTo(Kind.BAD_DATA);
    }

    @Test
    void a_closed_source_fails_with_a_clear_error() {
        ScalerSource source = world.source(CloudWatchWorld.depth());
        source.close();
        source.close();
        assertThatThrownBy(source::sample).isInstanceOf(IllegalStateException.class);
    }

    private void arrange(Absence absence) {
        world.cloudWatch.healQueries();
        switch (absence) {
            case NO_RESULT -> world.cloudWatch.answerNextWithoutResults();
            case NO_VALUES -> {}
            case INTERNAL_ERROR -> world.cloudWatch.failQuery("Depth", "InternalError", "down");
            case FORBIDDEN -> world.cloudWatch.failQuery("Depth", "Forbidden", "no");
            case PARTIAL_WITHOUT_VALUES -> world.cloudWatch.failQuery("Depth", "PartialData", "more to come");
        }
    }

    private void put(int minutesAgo, double value) {
        world.cloudWatch.put(DEPTH, world.minutesAgo(minutesAgo), value);
    }

    private double expression(String expression) {
        CloudWatchTrigger trigger = CloudWatchTrigger.builder()
                .expression(expression)
                .metricStatPeriod(Duration.ofMinutes(1))
                .targetMetricValue(1)
                .awsRegion("eu-west-1");
        try (ScalerSource source = world.source(trigger)) {
            return source.sample().value();
        }
    }

    private MetricSample sample(UnaryOperator<CloudWatchTrigger> changes) {
        try (ScalerSource source = world.source(changes.apply(CloudWatchWorld.depth()))) {
            return source.sample();
        }
    }

    private ScalerException failure(UnaryOperator<CloudWatchTrigger> changes) {
        try (ScalerSource source = world.source(changes.apply(CloudWatchWorld.depth()))) {
            return Roles.failure(source);
        }
    }
}
