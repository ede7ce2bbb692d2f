// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.autoscale.aws.call.AwsGuardEvent;
import io.autoscale.aws.call.AwsGuardEvent.Kind;
import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.call.GuardSettings;
import io.autoscale.source.ScalerException;
import io.autoscale.testkit.ManualTime;
import io.autoscale.validation.InvalidConfigurationException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.SqsException;

class CallGuardTest {

    private static final GuardSettings THREE_IN_A_ROW =
            new GuardSettings(3, Duration.ofSeconds(5), Duration.ofSeconds(12), Map.of(), Duration.ZERO);

    private final ManualTime time = new ManualTime();
    private final List<AwsGuardEvent> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final CallGuards guards = guards(THREE_IN_A_ROW);
    private final CallGuard mine = guards.guard(AwsService.SQS, "eu-west-1", "the role of orders");

    @Test
    void failures_in_a_row_open_the_breaker_and_nothing_is_sent_while_it_is_open() {
        failTimes(3, 503, "ServiceUnavailable");
        ScalerException held = failure(mine, 503, "ServiceUnavailable");
        assertThat(sent).hasValue(3);
        assertThat(held)
                .hasMessage(
                        "SQS GetQueueAttributes of videos in eu-west-1 was not sent: the last 3 calls of the role of"
                                + " orders failed, and AWS is left alone for a while")
                .extracting(ScalerException::kind)
                .isEqualTo(ScalerException.Kind.UNAVAILABLE);
        assertThat(events)
                .containsExactly(new AwsGuardEvent(
                        Kind.BREAKER_OPENED, AwsService.SQS, "eu-west-1", "the role of orders", ManualTime.START));
        assertThat(guards.sentCalls()).isEqualTo(Map.of("SQS GetQueueAttributes", 3L));
    }

    @Test
    void what_is_held_back_has_the_kind_of_the_last_failure() {
        failTimes(2, 503, "ServiceUnavailable");
        failTimes(1, 403, "ExpiredToken");
        assertThat(failure(mine, 503, "ServiceUnavailable").kind()).isEqualTo(ScalerException.Kind.AUTHENTICATION);
    }

    @Test
    void after_the_wait_one_call_is_let_through_and_its_success_closes_the_breaker() {
        failTimes(3, 400, "ThrottlingException");
        time.advance(Duration.ofSeconds(5));
        failTimes(1, 400, "ThrottlingException");
        assertThat(sent).hasValue(3);
        time.advance(Duration.ofMillis(1));
        assertThat(succeed(mine)).isEqualTo(7);
        assertThat(succeed(mine)).isEqualTo(7);
        assertThat(events)
                .extracting(AwsGuardEvent::kind)
                .containsExactly(Kind.BREAKER_OPENED, Kind.BREAKER_PROBES, Kind.BREAKER_CLOSED);
        assertThat(events.get(2).at()).isEqualTo(ManualTime.START.plusMillis(5_001));
    }

    @Test
    void each_failed_probe_doubles_the_wait_up_to_its_bound() {
        failTimes(3, 503, "ServiceUnavailable");
        for (int wait : new int[] {5, 10, 12, 12}) {
            int before = sent.get();
            time.advance(Duration.ofSeconds(wait));
            failTimes(1, 503, "ServiceUnavailable");
            assertThat(sent).as("before %d s", wait).hasValue(before);
            time.advance(Duration.ofMillis(1));
            failTimes(1, 503, "ServiceUnavailable");
            assertThat(sent).as("after %d s", wait).hasValue(before + 1);
        }
    }

    @Test
    void a_success_between_failures_keeps_the_breaker_closed() {
        for (int round = 0; round < 5; round++) {
            failTimes(2, 503, "ServiceUnavailable");
            assertThat(succeed(mine)).isEqualTo(7);
        }
        assertThat(events).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "400, ThrottlingException, true",
        "500, InternalFailure, true",
        "403, ExpiredToken, true",
        "403, InvalidClientTokenId, true",
        "403, SignatureDoesNotMatch, true",
        "400, UnrecognizedClientException, true",
        "403, AccessDenied, false",
        "400, AWS.SimpleQueueService.NonExistentQueue, false",
        "400, ResourceNotFoundException, false",
        "400, InvalidAddress, false",
    })
    void what_is_said_of_one_resource_does_not_hold_back_the_others(int status, String code, boolean opens) {
        failTimes(10, status, code);
        assertThat(sent).hasValue(opens ? 3 : 10);
        assertThat(events).hasSize(opens ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "403, ExpiredToken, 1",
        "403, InvalidClientTokenId, 1",
        "403, AccessDenied, 0",
        "503, ServiceUnavailable, 0",
    })
    void credentials_are_thrown_away_when_aws_refuses_who_signs(int status, String code, int times) {
        failTimes(1, status, code);
        assertThat(refused).hasValue(times);
    }

    @Test
    void the_broken_breaker_of_one_stops_no_other_identity_service_or_region() {
        failTimes(4, 503, "ServiceUnavailable");
        assertThat(sent).hasValue(3);
        assertThat(succeed(guards.guard(AwsService.SQS, "eu-west-1", "the role of videos")))
                .isEqualTo(7);
        assertThat(succeed(guards.guard(AwsService.SQS, "eu-west-2", "the role of orders")))
                .isEqualTo(7);
        assertThat(succeed(guards.guard(AwsService.KINESIS, "eu-west-1", "the role of orders")))
                .isEqualTo(7);
        assertThat(sent).hasValue(6);
    }

    @Test
    void a_bug_in_the_call_neither_opens_the_breaker_nor_blocks_its_probe() {
        failTimes(3, 503, "ServiceUnavailable");
        time.advance(Duration.ofMillis(5_001));
        assertThatThrownBy(() -> mine.call(
                        "GetQueueAttributes",
                        () -> "videos",
                        () -> {
                            throw new IllegalStateException("a bug");
                        },
                        () -> {}))
                .isInstanceOf(IllegalStateException.class);
        assertThat(succeed(mine)).as("the probe is still to be had").isEqualTo(7);
    }

    @Test
    void the_rate_is_one_for_all_who_call_a_service_in_a_region_and_each_region_has_its_own() {
        CallGuards slow = guards(THREE_IN_A_ROW.withCallsPerSecond(AwsService.KINESIS, 5));
        CallGuard one = slow.guard(AwsService.KINESIS, "eu-west-1", "one");
        CallGuard two = slow.guard(AwsService.KINESIS, "eu-west-1", "two");
        int held = 0;
        for (int i = 0; i < 30; i++) {
            held += isHeld(i % 2 == 0 ? one : two) ? 1 : 0;
        }
        // real seconds: at worst three of them begin during the loop
        assertThat(held).isBetween(10, 25);
        assertThat(slow.sentCalls()).isEqualTo(Map.of("Kinesis GetQueueAttributes", 30L - held));
        assertThat(events)
                .hasSize(held)
                .containsOnly(new AwsGuardEvent(
                        Kind.RATE_LIMITED, AwsService.KINESIS, "eu-west-1", "everyone", ManualTime.START));
        assertThat(isHeld(slow.guard(AwsService.KINESIS, "eu-west-2", "one"))).isFalse();
        assertThat(isHeld(slow.guard(AwsService.SQS, "eu-west-1", "one"))).isFalse();
    }

    @Test
    void a_call_that_is_over_the_rate_is_throttled_says_the_rate_and_opens_no_breaker() {
        CallGuards slow = guards(THREE_IN_A_ROW.withCallsPerSecond(AwsService.SQS, 1));
        CallGuard guard = slow.guard(AwsService.SQS, "eu-west-1", "one");
        ScalerException held = null;
        for (int i = 0; i < 20; i++) {
            try {
                succeed(guard);
            } catch (ScalerException e) {
                held = e;
            }
        }
        assertThat(held)
                .hasMessage(
                        "SQS GetQueueAttributes of videos in eu-west-1 was not sent: more than 1 calls a second, the"
                                + " rate that is set")
                .extracting(ScalerException::kind)
                .isEqualTo(ScalerException.Kind.THROTTLED);
        assertThat(events).extracting(AwsGuardEvent::kind).containsOnly(Kind.RATE_LIMITED);
    }

    @Test
    void a_call_waits_for_its_turn_as_long_as_is_set() {
        CallGuards patient = guards(new GuardSettings(
                3, Duration.ofSeconds(5), Duration.ofSeconds(12), Map.of(AwsService.SQS, 20), Duration.ofSeconds(30)));
        CallGuard guard = patient.guard(AwsService.SQS, "eu-west-1", "one");
        for (int i = 0; i < 25; i++) {
            assertThat(isHeld(guard)).isFalse();
        }
        assertThat(events).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(AwsService.class)
    void each_service_has_a_rate_unless_it_is_set(AwsService service) {
        assertThat(GuardSettings.DEFAULT.rate(service))
                .isEqualTo(service.callsPerSecond())
                .isPositive();
        assertThat(GuardSettings.DEFAULT.withCallsPerSecond(service, 3).rate(service))
                .isEqualTo(3);
    }

    @Test
    void a_listener_that_fails_harms_nobody() {
        CallGuards shaky = new CallGuards(THREE_IN_A_ROW, time, event -> {
            throw new IllegalStateException("the listener");
        });
        CallGuard guard = shaky.guard(AwsService.SQS, "eu-west-1", "one");
        for (int i = 0; i < 3; i++) {
            failure(guard, 503, "ServiceUnavailable");
        }
        time.advance(Duration.ofMillis(5_001));
        assertThat(succeed(guard)).isEqualTo(7);
    }

    @Test
    void bad_settings_are_all_reported_at_once() {
        assertThatThrownBy(() -> new GuardSettings(
                        0, Duration.ZERO, Duration.ofSeconds(-1), Map.of(AwsService.SQS, 0), Duration.ofSeconds(-1)))
                .isInstanceOfSatisfying(
                        InvalidConfigurationException.class,
                        e -> assertThat(e.violations())
                                .extracting(violation -> violation.path())
                                .containsExactly(
                                        "failuresToOpen",
                                        "firstWait",
                                        "longestWait",
                                        "callsPerSecond.SQS",
                                        "longestQueue"));
    }

    private CallGuards guards(GuardSettings settings) {
        return new CallGuards(settings, time, events::add);
    }

    private void failTimes(int times, int status, String code) {
        for (int i = 0; i < times; i++) {
            failure(mine, status, code);
        }
    }

    private ScalerException failure(CallGuard guard, int status, String code) {
        return catchThrowableOfType(ScalerException.class, () -> call(guard, error(status, code)));
    }

    private int succeed(CallGuard guard) {
        return call(guard, null);
    }

    private boolean isHeld(CallGuard guard) {
        try {
            return succeed(guard) != 7;
        } catch (ScalerException e) {
            return true;
        }
    }

    private int call(CallGuard guard, SdkException error) {
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
