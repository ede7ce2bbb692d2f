// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.aws.emulator.AwsEmulatedService;
import io.autoscale.aws.emulator.Emulator;
import io.autoscale.aws.emulator.EmulatorsOf;
import io.autoscale.aws.emulator.TestClients;
import io.autoscale.aws.trigger.DynamoDbStreamsTrigger;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import io.autoscale.testkit.ManualTime;
import io.autoscale.testkit.contract.ScalerSourceContract;
import io.autoscale.trigger.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Tests the DynamoDB Streams source with each available emulator. */
@ParameterizedClass
@EmulatorsOf(AwsEmulatedService.DYNAMODB_STREAMS)
class DynamoDbStreamsSourceIT implements ScalerSourceContract {

    private final Emulator emulator;
    private final ManualTime time = new ManualTime();
    private TestTable table;
    private AwsSources sources;

    DynamoDbStreamsSourceIT(Emulator emulator) {
        this.emulator = emulator;
    }

    @BeforeEach
    void makeTable() {
        table = new TestTable(emulator);
        sources = TestSources.sources().clock(time).build();
    }

    @AfterEach
    void deleteTable() {
        sources.close();
        table.close();
    }

    @Override
    public ScalerSource workingSource() {
        table.enableStream();
        return TestSources.source(sources, shards());
    }

    @Override
    public ScalerSource brokenSource() {
        return TestSources.source(sources, shards("no-such-table"));
    }

    @Override
    public Instant now() {
        return time.instant();
    }

    @Test
    void the_shards_of_the_stream_are_counted() {
        String arn = table.enableStream();
        table.put("a", 5);
        List<Shard> expected = shardsOf(arn);
        try (ScalerSource source = TestSources.source(sources, shards())) {
            assertThat(source.sample().value()).isEqualTo(expected.size()).isPositive();
            assertThat(source.sample().parts())
                    .containsEntry("shards", (double) expected.size())
                    .containsKey("openShards");
        }
    }

    @Test
    void a_table_without_a_stream_is_an_error_that_says_how_to_enable_one() {
        try (ScalerSource source = TestSources.source(sources, shards())) {
            assertThatThrownBy(source::sample)
                    .isInstanceOfSatisfying(
                            ScalerException.class, e -> assertThat(e.kind()).isEqualTo(ScalerException.Kind.NOT_FOUND))
                    .hasMessage("DynamoDB DescribeTable of " + table.name + " in eu-west-1 found no stream: enable one,"
                            + " for example: aws dynamodb update-table --table-name " + table.name
                            + " --stream-specification StreamEnabled=true,StreamViewType=KEYS_ONLY");
        }
    }

    @Test
    void a_missing_table_is_not_found_and_named() {
        try (ScalerSource source = TestSources.source(sources, shards("no-such-table"))) {
            assertThatThrownBy(source::sample)
                    .isInstanceOfSatisfying(
                            ScalerException.class, e -> assertThat(e.kind()).isEqualTo(ScalerException.Kind.NOT_FOUND))
                    .hasMessageContaining("DynamoDB DescribeTable of no-such-table in eu-west-1");
        }
    }

    @Test
    void a_recreated_table_is_read_by_its_new_stream() {
        // moto does not enable a stream a second time
        table.enableStream();
        try (ScalerSource source = TestSources.source(sources, shards())) {
            assertThat(source.sample().value()).isPositive();
            table.delete();
            table.create();
            String arn = table.enableStream();
            time.advance(Duration.ofMinutes(5));
            assertThat(source.sample().value()).isEqualTo(shardsOf(arn).size());
            assertThat(sources.sentCalls()).containsEntry("DynamoDB DescribeTable", 2L);
        }
    }

    private List<Shard> shardsOf(String arn) {
        try (DynamoDbStreamsClient streams = DynamoDbStreamsClient.builder()
                .applyMutation(TestClients.at(emulator))
                .build()) {
            return streams.describeStream(request -> request.streamArn(arn))
                    .streamDescription()
                    .shards();
        }
    }

    private Trigger shards() {
        return shards(table.name);
    }

    private Trigger shards(String name) {
        return DynamoDbStreamsTrigger.builder()
                .tableName(name)
                .awsRegion("eu-west-1")
                .awsEndpoint(emulator.endpoint().toString())
                .build();
    }
}
