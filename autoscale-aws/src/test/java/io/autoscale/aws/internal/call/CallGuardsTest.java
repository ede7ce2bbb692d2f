// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.call.CallRates;
import io.autoscale.source.ScalerException;
import io.autoscale.validation.InvalidConfigurationException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.SqsException;

class CallGuardsTest {

    private static final CallRates NO_WAIT = new CallRates(Map.of(), Duration.ZERO);

    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final CallGuards guards = new CallGuards(NO_WAIT);
    private final CallGuards.Guard mine = guards.guard(AwsService.SQS, "eu-west-1");

    @Test
    void consecutive_failures_do_not_block_other_calls() {
        failTimes(20, 503, "ServiceUnavailable");
        assertThat(sent).hasValue(20);
        assertThat(succeed(mine)).isEqualTo(7);
        assertThat(guards.sentCalls()).isEqualTo(Map.of("SQS GetQueueAttributes", 21L));
    }

    @ParameterizedTest
    @CsvSource({
        "403, ExpiredToken, 1",
        "403, InvalidClientTokenId, 1",
        "403, AccessDenied, 0",
        "503, ServiceUnavailable, 0",
    })
    void credentials_are_discarded_when_aws_rejects_the_signer(int status, String code, int times) {
        failTimes(1, status, code);
        assertThat(refused).hasValue(times);
    }

    @Test
    void all_callers_of_a_service_share_one_rate_per_region() {
        CallGuards slow = new CallGuards(NO_WAIT.with(AwsService.KINESIS, 5));
        CallGuards.Guard one = slow.guard(AwsService.KINESIS, "eu-west-1");
        CallGuards.Guard two = slow.guard(AwsService.KINESIS, "eu-west-1");
        int held = 0;
        for (int i = 0; i < 30; i++) {
            held += isHeld(i % 2 == 0 ? one : two) ? 1 : 0;
        }
        // real seconds: at worst three of them begin during the loop
        assertThat(held).isBetween(10, 25);
        assertThat(slow.sentCalls()).isEqualTo(Map.of("Kinesis GetQueueAttributes", 30L - held));
        assertThat(isHeld(slow.guard(AwsService.KINESIS, "eu-west-2"))).isFalse();
        assertThat(isHeld(slow.guard(AwsService.SQS, "eu-west-1"))).isFalse();
    }

    @Test
    void a_call_over_the_rate_is_not_sent_and_reports_the_rate() {
        CallGuards.Guard guard = new CallGuards(NO_WAIT.with(AwsService.SQS, 1)).guard(AwsService.SQS, "eu-west-1");
        ScalerException held = null;
        for (int i = 0; i < 20; i++) {
            try {
                succeed(guard);
            } catch (ScalerException e) {
                held = e;
            }
        }
        assertThat(held)
                .hasMessage("SQS GetQueueAttributes of videos in eu-west-1 was not sent: it would exceed the rate"
                        + " limit of 1 calls a second")
                .extracting(ScalerException::kind)
                .isEqualTo(ScalerException.Kind.NOT_SENT);
    }

    @Test
    void a_call_waits_for_a_permit_up_to_the_configured_time() {
        CallGuards.Guard guard = new CallGuards(new CallRates(Map.of(AwsService.SQS, 20), Duration.ofSeconds(30)))
                .guard(AwsService.SQS, "eu-west-1");
        for (int i = 0; i < 25; i++) {
            assertThat(isHeld(guard)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(AwsService.class)
    void each_service_has_a_rate_unless_it_is_set(AwsService service) {
        assertThat(CallRates.DEFAULT.rate(service))
                .isEqualTo(service.callsPerSecond())
                .isPositive();
        assertThat(CallRates.DEFAULT.with(service, 3).rate(service)).isEqualTo(3);
    }

    @Test
    void bad_settings_are_all_reported_at_once() {
        assertThatThrownBy(() -> new CallRates(Map.of(AwsService.SQS, 0), Duration.ofSeconds(-1)))
                .isInstanceOfSatisfying(
                        InvalidConfigurationException.class,
                        e -> assertThat(e.violations())
                                .extracting(violation -> violation.path())
                                .containsExactly("callsPerSecond.SQS", "longestWait"));
    }

    private void failTimes(int times, int status, String code) {
        for (int i = 0; i < times; i++) {
            failure(mine, status, code);
        }
    }

    private ScalerException failure(CallGuards.Guard guard, int status, String code) {
        return catchThrowableOfType(ScalerException.class, () -> call(guard, error(status, code)));
    }

    private int succeed(CallGuards.Guard guard) {
        return call(guard, null);
    }

    private boolean isHeld(CallGuards.Guard guard) {
        try {
            return succeed(guard) != 7;
        } catch (ScalerException e) {
            assertThat(e.kind()).isEqualTo(ScalerException.Kind.NOT_SENT);
            return true;
        }
    }

    private int call(CallGuards.Guard guard, SdkException error) {
        return guard.call(
                "GetQueueAttributes",
                () -> "videos",
                () -> {
                    sent.incrementAndGet();
                    if (error != null) {
                        throw error;
                    }
                    return 7;
                },
                refused::incrementAndGet);
    }

    private static SdkException error(int status, String code) {
        return SqsException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }
}
