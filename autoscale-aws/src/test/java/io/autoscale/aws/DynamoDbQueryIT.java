// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.aws.call.Endpoints;
import io.autoscale.aws.emulator.FaultyServer;
import io.autoscale.aws.emulator.Reply;
import io.autoscale.aws.trigger.DynamoDbTrigger;
import io.autoscale.metric.MetricSample;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import io.autoscale.testkit.ManualTime;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the exact requests of the DynamoDB source and how it reads pages. */
class DynamoDbQueryIT {

    private static final String ALL_TYPES =
            "{\"S\":\"x\"},{\"N\":\"-1.50\"},{\"B\":\"AAH/\"},{\"BOOL\":false},{\"NULL\":true},"
                    + "{\"L\":[{\"M\":{\"k\":{\"S\":\"ü\"}}}]},{\"M\":{}},{\"SS\":[\"a\",\"b\"]},{\"NS\":[\"1\",\"2\"]},{\"BS\":[\"AA==\"]}";

    private final FaultyServer server = FaultyServer.start();
    private final AwsSources sources = TestSources.sources().build();

    @AfterEach
    void close() {
        sources.close();
        server.close();
    }

    @Test
    void the_query_requests_a_count_and_its_cost_but_no_items() {
        server.then(page(3, null, null));
        sample(trigger());
        assertThat(server.requests().get(0).header("x-amz-target")).contains("DynamoDB_20120810.Query");
        assertThat(server.requests().get(0).text())
                .contains("\"Select\":\"COUNT\"", "\"ReturnConsumedCapacity\":\"TOTAL\"")
                .doesNotContain(
                        "ExpressionAttributeNames",
                        "FilterExpression",
                        "IndexName",
                        "ConsistentRead",
                        "ExclusiveStartKey");
    }

    @Test
    void all_trigger_settings_are_sent() {
        server.then(page(3, null, null));
        sample(trigger()
                .indexName("by-state")
                .filterExpression("#t < :p")
                .expressionAttributeNames("{\"#t\":\"tries\"}")
                .consistentRead(true));
        assertThat(server.requests().get(0).text())
                .contains(
                        "\"TableName\":\"videos\"",
                        "\"IndexName\":\"by-state\"",
                        "\"KeyConditionExpression\":\"p = :p\"",
                        "\"FilterExpression\":\"#t < :p\"",
                        "\"ExpressionAttributeNames\":{\"#t\":\"tries\"}",
                        "\"ExpressionAttributeValues\":{\":p\":{\"S\":\"a\"}}",
                        "\"ConsistentRead\":true");
    }

    @Test
    void values_of_all_ten_types_are_sent_to_dynamodb_unchanged() {
        server.then(page(3, null, null));
        sample(trigger().expressionAttributeValues("{\":p\":{\"L\":[" + ALL_TYPES + "]}}"));
        assertThat(server.requests().get(0).text()).contains("{\":p\":{\"L\":[" + ALL_TYPES + "]}}");
    }

    @Test
    void the_next_page_starts_where_the_last_one_ended() {
        server.then(page(3, "b", null), page(4, "c", null), page(5, null, null));
        MetricSample sample = sample(trigger());
        assertThat(sample.value()).isEqualTo(12);
        assertThat(sample.parts()).isEqualTo(Map.of("pages", 3.0));
        assertThat(server.requests().get(1).text()).contains("\"ExclusiveStartKey\":{\"p\":{\"S\":\"b\"}}");
        assertThat(server.requests().get(2).text()).contains("\"ExclusiveStartKey\":{\"p\":{\"S\":\"c\"}}");
    }

    @Test
    void an_empty_page_with_a_last_evaluated_key_is_not_the_last() {
        server.then(page(0, "b", null), page(4, null, null));
        assertThat(sample(trigger()).value()).isEqualTo(4);
    }

    @Test
    void an_empty_last_evaluated_key_ends_paging() {
        server.then(Reply.json(200, "{\"Count\":3,\"LastEvaluatedKey\":{}}"));
        assertThat(sample(trigger()).value()).isEqualTo(3);
    }

    @Test
    void the_cost_is_the_sum_of_the_pages() {
        server.then(page(3, "b", 2.5), page(4, null, 0.5));
        assertThat(sample(trigger()).parts()).isEqualTo(Map.of("pages", 2.0, "readCapacityUnits", 3.0));
    }

    @Test
    void the_cost_is_unknown_if_one_page_does_not_report_it() {
        server.then(page(3, "b", 2.5), page(4, null, null));
        assertThat(sample(trigger()).parts()).isEqualTo(Map.of("pages", 2.0));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 3, 1, true",
        "3, 3, 1, true",
        "4, 7, 2, true",
        "7, 7, 2, true",
        "8, 12, 3, false",
        "12, 12, 3, false"
    })
    void counting_stops_at_the_page_that_reaches_the_limit(long enough, double value, double pages, boolean atLeast) {
        server.then(page(3, "b", null), page(4, "c", null), page(5, null, null));
        MetricSample sample = sample(trigger().stopAtCount(enough));
        assertThat(sample.value()).isEqualTo(value);
        assertThat(sample.parts()).isEqualTo(atLeast ? Map.of("pages", pages, "atLeast", 1.0) : Map.of("pages", pages));
    }

    @Test
    void a_page_limit_equal_to_the_page_count_is_enough() {
        server.then(page(3, "b", null), page(4, null, null));
        assertThat(sample(trigger().maxPages(2)).value()).isEqualTo(7);
        server.then(page(3, "b", null));
        try (ScalerSource source =
                TestSources.source(sources, trigger().maxPages(1).build())) {
            assertThatThrownBy(source::sample)
                    .isInstanceOf(ScalerException.class)
                    .hasMessage("DynamoDB Query of videos in eu-west-1 stopped after 1 page with 3 items: raise"
                            + " metadata.maxPages, or set metadata.stopAtCount to stop counting earlier");
        }
    }

    @Test
    void only_equal_queries_share_a_read() {
        server.then(page(3, null, null), page(4, null, null));
        DynamoDbTrigger other = trigger().expressionAttributeValues("{\":p\": {\"S\": \"b\"}}");
        try (AwsSources sharing = AwsSources.builder()
                        .endpoints(Endpoints.awsOnly().allowingLoopback())
                        .clock(new ManualTime())
                        .build();
                ScalerSource one = TestSources.source(sharing, trigger().build());
                ScalerSource same =
                        TestSources.source(sharing, trigger().targetValue(9).build());
                ScalerSource differs = TestSources.source(sharing, other.build())) {
            assertThat(one.sample().value()).isEqualTo(3);
            assertThat(same.sample().value()).isEqualTo(3);
            assertThat(differs.sample().value()).isEqualTo(4);
        }
        assertThat(server.requests()).hasSize(2);
    }

    private MetricSample sample(DynamoDbTrigger trigger) {
        try (ScalerSource source = TestSources.source(sources, trigger.build())) {
            return source.sample();
        }
    }

    private static Reply page(int count, String next, Double units) {
        return Reply.json(
                200,
                "{\"Count\":" + count
                        + (next == null ? "" : ",\"LastEvaluatedKey\":{\"p\":{\"S\":\"" + next + "\"}}")
                        + (units == null
                                ? ""
                                : ",\"ConsumedCapacity\":{\"TableName\":\"videos\",\"CapacityUnits\":" + units + "}")
                        + "}");
    }

    private DynamoDbTrigger trigger() {
        return DynamoDbTrigger.builder()
                .tableName("videos")
                .keyConditionExpression("p = :p")
                .expressionAttributeValues("{\":p\": {\"S\": \"a\"}}")
                .targetValue(1)
                .awsRegion("eu-west-1")
                .awsEndpoint(server.endpoint().toString());
    }
}
