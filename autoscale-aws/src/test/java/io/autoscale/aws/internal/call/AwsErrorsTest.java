// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.model.SqsException;

class AwsErrorsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AccessDenied | 0d1c-e9 | SQS read returned 403 AccessDenied, request 0d1c-e9",
                "AWS.SimpleQueueService.NonExistentQueue | | SQS read returned 403 AWS.SimpleQueueService.NonExistentQueue",
                "IQoJb3JpZ2luX2VjEPLANTED//8= | IQoJb3JpZ2luX2VjEPLANTED//8= | SQS read returned 403",
                "'two words' | <script> | SQS read returned 403",
                "'' | '' | SQS read returned 403",
            })
    void only_wellformed_codes_and_request_ids_are_shown(String code, String request, String message) {
        var error = SqsException.builder()
                .statusCode(403)
                .requestId(request)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
        assertThat(AwsErrors.describe("SQS read", (SqsException) error)).hasMessage(message);
    }

    @Test
    void a_socket_that_times_out_before_the_sdk_does_is_a_timeout_too() {
        SdkClientException error = SdkClientException.create("read", new SocketTimeoutException("Read timed out"));
        assertThat(AwsErrors.describe("SQS read", error)).hasMessage("SQS read timed out");
    }
}
