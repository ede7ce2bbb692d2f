// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.auth.Secret;
import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.internal.call.AwsLocation;
import io.autoscale.aws.internal.call.CallGuards;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.client.AwsTarget;
import io.autoscale.aws.internal.client.ClientType;
import io.autoscale.aws.trigger.AwsIdentity;
import io.autoscale.aws.trigger.AwsRegion;
import io.autoscale.validation.InvalidConfigurationException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;

class SharedClientsTest {

    private static final ClientType<SqsClient> SQS = ClientType.of(AwsService.SQS, SqsClient::builder);

    private static AwsTarget target(String region) {
        return new AwsTarget(
                new AwsIdentity.StaticKeys("AKID", Secret.of(TestSources.SECRET), null),
                new AwsLocation(new AwsRegion(region), null, false, false));
    }

    @Test
    void equal_targets_share_one_client_that_is_closed_with_its_last_user() {
        try (AwsSources sources = AwsSources.create()) {
            AwsClients clients = sources.clients();
            AwsClients.Lease<SqsClient> one = clients.lease(SQS, target("eu-west-1"), CallGuards.NOT_POLLED);
            AwsClients.Lease<SqsClient> other = clients.lease(SQS, target("eu-west-1"), CallGuards.NOT_POLLED);
            AwsClients.Lease<SqsClient> elsewhere = clients.lease(SQS, target("eu-west-2"), CallGuards.NOT_POLLED);
            assertThat(clients.openClients()).isEqualTo(2);
            assertThat(clients.credentials().size()).isEqualTo(2);
            one.close();
            one.close();
            assertThat(clients.openClients()).isEqualTo(2);
            other.close();
            assertThat(clients.openClients()).isEqualTo(1);
            elsewhere.close();
            assertThat(clients.openClients()).isZero();
            assertThat(clients.credentials().size()).isZero();
        }
    }

    @Test
    void a_call_timeout_that_never_ends_is_an_error() {
        assertThatThrownBy(() -> AwsSources.builder()
                        .callTimeout(ChronoUnit.FOREVER.getDuration())
                        .build())
                .hasMessageContaining("callTimeout: ")
                .hasMessageEndingWith("expected at most a day");
    }

    @Test
    void a_builder_reports_all_bad_settings_at_once() {
        assertThatThrownBy(() -> AwsSources.builder()
                        .attempts(0)
                        .attemptTimeout(Duration.ZERO)
                        .callTimeout(Duration.ofSeconds(-1))
                        .connections(0)
                        .readSharing(Duration.ofSeconds(-1))
                        .ownIdentity(AwsIdentity.own())
                        .build())
                .isInstanceOfSatisfying(
                        InvalidConfigurationException.class,
                        e -> assertThat(e.violations())
                                .extracting(violation -> violation.path())
                                .containsExactly(
                                        "attempts",
                                        "attemptTimeout",
                                        "callTimeout",
                                        "connections",
                                        "readSharing",
                                        "ownIdentity"));
        try (AwsSources sources = AwsSources.builder().attempts(1).build()) {
            assertThat(sources.factories())
                    .extracting(factory -> factory.triggerType())
                    .contains("aws-sqs-queue", "aws-cloudwatch");
        }
    }

    @Test
    void closed_clients_cannot_be_leased() {
        AwsSources sources = AwsSources.create();
        sources.close();
        sources.close();
        assertThatThrownBy(() -> sources.clients().lease(SQS, target("eu-west-1"), CallGuards.NOT_POLLED))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_client_that_cannot_be_made_keeps_no_credentials() {
        ClientType<SqsClient> broken = ClientType.of(AwsService.SQS, () -> {
            throw new IllegalStateException("a bug");
        });
        try (AwsSources sources = AwsSources.create()) {
            assertThatThrownBy(() -> sources.clients().lease(broken, target("eu-west-1"), CallGuards.NOT_POLLED))
                    .hasMessage("a bug");
            assertThat(sources.clients().credentials().size()).isZero();
            assertThat(sources.clients().openClients()).isZero();
        }
    }

    @Test
    void a_target_never_prints_its_secret() {
        assertThat(target("eu-west-1").toString()).contains("ending in AKID").doesNotContain(TestSources.SECRET);
    }
}
