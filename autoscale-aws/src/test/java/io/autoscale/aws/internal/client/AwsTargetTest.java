// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.internal.call.AwsLocation;
import io.autoscale.aws.trigger.AwsIdentity;
import io.autoscale.aws.trigger.AwsRegion;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsTargetTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://streams.dynamodb.eu-west-1.amazonaws.com",
                "https://streams-dynamodb.eu-west-1.api.aws",
                "https://vpce-0a1b-2c3d.streams.dynamodb.eu-west-1.vpce.amazonaws.com",
            })
    void a_host_that_aws_runs_serves_one_service_alone(String endpoint) {
        AwsTarget other = target(URI.create(endpoint)).withoutHostOf(AwsService.DYNAMODB_STREAMS);
        assertThat(other).isEqualTo(target(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8000", "https://aws.example", "https://dynamodb.eu-west-1.amazonaws.com"})
    void any_other_host_serves_both(String endpoint) {
        AwsTarget target = target(URI.create(endpoint));
        assertThat(target.withoutHostOf(AwsService.DYNAMODB_STREAMS)).isSameAs(target);
    }

    @Test
    void without_an_endpoint_nothing_changes() {
        AwsTarget target = target(null);
        assertThat(target.withoutHostOf(AwsService.DYNAMODB_STREAMS)).isSameAs(target);
    }

    private static AwsTarget target(URI endpoint) {
        return new AwsTarget(AwsIdentity.own(), new AwsLocation(new AwsRegion("eu-west-1"), endpoint, true, false));
    }
}
