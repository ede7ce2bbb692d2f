// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.aws.emulator.AwsEmulatedService;
import io.autoscale.aws.emulator.Emulator;
import io.autoscale.aws.emulator.EmulatorsOf;
import io.autoscale.aws.trigger.DynamoDbTrigger;
import io.autoscale.metric.MetricSample;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import io.autoscale.testkit.contract.ScalerSourceContract;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;

/** Tests the DynamoDB source with each available emulator. */
@ParameterizedClass
@EmulatorsOf(AwsEmulatedService.DYNAMODB)
class DynamoDbSourceIT implements ScalerSourceContract {

    private static final int MOST_JOBS = 10;
    private static final int ITEMS_FOR_A_JOB = 10;

    private final Emulator emulator;
    private TestTable table;
    private AwsSources sources;

    DynamoDbSourceIT(Emulator emulator) {
        this.emulator = emulator;
    }

    @BeforeEach
    void makeTable() {
        table = new TestTable(emulator);
        sources = TestSources.sources().build();
    }

    @AfterEach
    void deleteTable() {
        sources.close();
        table.close();
    }

    @Override
    public ScalerSource workingSource() {
        table.put("a", 3);
        return TestSources.source(sources, items().build());
    }

    @Override
    public ScalerSource brokenSource() {
        return TestSources.source(sources, items().tableName("no-such-table").build());
    }

    @Override
    public Instant now() {
        return InstantSource.system().instant();
    }

    @Test
    void five_pages_are_summed_exactly() {
        table.put("a", 16, 300);
        table.put("b", 2);
        MetricSample sample = sample(items());
        assertThat(sample.value()).isEqualTo(16);
        assertThat(sample.parts())
                .satisfies(parts -> assertThat(parts.get("pages")).isBetween(5.0, 6.0))
                .doesNotContainKey("atLeast");
    }

    @Test
    void counting_stops_early_at_the_maximum_jobs_and_reports_a_lower_bound() {
        table.put("a", 300, 9);
        DynamoDbTrigger items = items().targetValue(ITEMS_FOR_A_JOB);
        MetricSample enough = sample(items.stopAtCount(MOST_JOBS * ITEMS_FOR_A_JOB));
        assertThat(enough.value()).isBetween(100.0, 299.0);
        assertThat(enough.parts())
                .containsEntry("atLeast", 1.0)
                .hasEntrySatisfying("pages", pages -> assertThat(pages).isLessThan(3));
    }

    @Test
    void a_count_below_the_stop_limit_is_exact() {
        table.put("a", 7);
        MetricSample sample = sample(items().stopAtCount(8));
        assertThat(sample.value()).isEqualTo(7);
        assertThat(sample.parts()).doesNotContainKey("atLeast");
    }

    @Test
    void a_read_beyond_the_page_limit_fails_with_a_suggested_fix() {
        table.put("a", 8, 300);
        try (ScalerSource source =
                TestSources.source(sources, items().maxPages(2).build())) {
            assertThatThrownBy(source::sample)
                    .isInstanceOfSatisfying(
                            ScalerException.class,
                            e -> assertThat(e.kind()).isEqualTo(ScalerException.Kind.CONFIGURATION))
                    .hasMessageMatching("DynamoDB Query of " + table.name + " in eu-west-1 stopped after 2 pages with"
                            + " [67] items: raise metadata.maxPages, or set metadata.stopAtCount to stop counting"
                            + " earlier");
        }
    }

    @Test
    void the_sample_reports_the_read_cost() {
        table.put("a", 3);
        assertThat(sample(items()).parts())
                .containsEntry("pages", 1.0)
                .hasEntrySatisfying(
                        "readCapacityUnits", units -> assertThat(units).isPositive());
    }

    @Test
    void a_filter_leaves_items_out() {
        table.put("a", 9);
        assertThat(sample(items().filterExpression("tries < :most")
                                .expressionAttributeValues("{\":p\": {\"S\": \"a\"}, \":most\": {\"N\": \"4\"}}"))
                        .value())
                .isEqualTo(4);
    }

    @Test
    void an_index_is_queried_instead_of_the_table() {
        table.put("a", 5);
        table.put("b", 4);
        assertThat(sample(items("red").indexName("by-color").keyConditionExpression("color = :p"))
                        .value())
                .isEqualTo(4);
    }

    @Test
    void attribute_names_replace_their_placeholders() {
        table.put("a", 6);
        assertThat(sample(items().keyConditionExpression("#p = :p").expressionAttributeNames("{\"#p\": \"p\"}"))
                        .value())
                .isEqualTo(6);
    }

    @Test
    void a_read_may_be_consistent() {
        table.put("a", 2);
        assertThat(sample(items().consistentRead(true)).value()).isEqualTo(2);
    }

    @Test
    void no_item_is_zero() {
        assertThat(sample(items()).value()).isZero();
    }

    @Test
    void a_missing_table_is_not_found_and_named() {
        try (ScalerSource source =
                TestSources.source(sources, items().tableName("no-such-table").build())) {
            assertThatThrownBy(source::sample)
                    .isInstanceOfSatisfying(
                            ScalerException.class, e -> assertThat(e.kind()).isEqualTo(ScalerException.Kind.NOT_FOUND))
                    .hasMessageContainingAll("DynamoDB Query of no-such-table in eu-west-1");
        }
    }

    private MetricSample sample(DynamoDbTrigger trigger) {
        try (ScalerSource source = TestSources.source(sources, trigger.build())) {
            return source.sample();
        }
    }

    private DynamoDbTrigger items() {
        return items("a");
    }

    private DynamoDbTrigger items(String key) {
        return DynamoDbTrigger.builder()
                .tableName(table.name)
                .keyConditionExpression("p = :p")
                .expressionAttributeValues("{\":p\": {\"S\": \"" + key + "\"}}")
                .targetValue(1)
                .awsRegion("eu-west-1")
                .awsEndpoint(emulator.endpoint().toString());
    }
}
