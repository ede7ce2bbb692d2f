// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.call.CallRates;
import io.autoscale.aws.trigger.KinesisStreamTrigger;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.source.SourceContext;
import io.autoscale.trigger.EnvironmentLookup;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the warning for registrations whose triggers exceed the configured rate of calls. */
class RateWarningTest {

    private final AwsSources sources = AwsSources.builder()
            .callRates(CallRates.DEFAULT.with(AwsService.KINESIS, 2))
            .build();
    private final ScalerSourceFactory kinesis = TestSources.factory(sources, KinesisStreamTrigger.TYPE);
    private final List<ScalerSource> made = new ArrayList<>();

    @AfterEach
    void close() {
        made.forEach(ScalerSource::close);
        sources.close();
    }

    @Test
    void triggers_that_need_more_calls_than_the_rate_allows_cause_one_warning() {
        assertThat(logOfMaking("orders", 20, Duration.ofSeconds(10))).isEmpty();
        assertThat(logOfMaking("clicks", 20, Duration.ofSeconds(10)))
                .containsOnlyOnce("WARN")
                .contains("Kinesis in eu-west-1: 21 triggers need 2.1 calls a second, but the rate limit is 2, so"
                        + " some of their reads are not sent; raise the rate limit (callRates) or the"
                        + " polling intervals");
    }

    @Test
    void triggers_on_one_stream_share_a_call_and_closed_ones_need_none() {
        assertThat(logOfMaking("shared", 1, Duration.ofSeconds(1))).isEmpty();
        for (int i = 0; i < 50; i++) {
            made.add(kinesis.create(context("shared-0", Duration.ofSeconds(1))));
        }
        assertThat(logOfMaking("second", 1, Duration.ofSeconds(1))).isEmpty();
        made.forEach(ScalerSource::close);
        assertThat(logOfMaking("third", 2, Duration.ofSeconds(1))).isEmpty();
        assertThat(logOfMaking("fourth", 1, Duration.ofSeconds(1))).contains("3 triggers need 3.0 calls");
    }

    private String logOfMaking(String name, int streams, Duration interval) {
        PrintStream standardError = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            for (int i = 0; i < streams; i++) {
                made.add(kinesis.create(context(name + "-" + i, interval)));
            }
        } finally {
            System.setErr(standardError);
        }
        return log.toString(StandardCharsets.UTF_8);
    }

    private static SourceContext context(String stream, Duration interval) {
        return new SourceContext(
                KinesisStreamTrigger.builder()
                        .streamName(stream)
                        .awsRegion("eu-west-1")
                        .build(),
                0,
                TestSources.keys(),
                EnvironmentLookup.none(),
                InstantSource.system(),
                interval,
                warning -> {});
    }
}
