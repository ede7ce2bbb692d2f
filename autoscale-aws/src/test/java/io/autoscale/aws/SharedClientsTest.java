// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.auth.Secret;
import io.autoscale.aws.client.AwsClientSettings;
import io.autoscale.aws.client.AwsClients;
import io.autoscale.aws.client.AwsTarget;
import io.autoscale.aws.identity.AwsIdentity;
import io.autoscale.validation.InvalidConfigurationException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SharedClientsTest {

    private static AwsTarget target(String region) {
        return new AwsTarget(new AwsIdentity.StaticKeys("AKID", Secret.of(Sqs.SECRET), null), region, null);
    }

    @Test
    void equal_targets_share_one_client_that_is_closed_with_its_last_user() {
        try (AwsClients clients = new AwsClients(AwsClientSettings.DEFAULT)) {
            AwsClients.Lease one = clients.sqs(target("eu-west-1"));
            AwsClients.Lease other = clients.sqs(target("eu-west-1"));
            AwsClients.Lease elsewhere = clients.sqs(target("eu-west-2"));
            assertThat(one.client()).isSameAs(other.client()).isNotSameAs(elsewhere.client());
            assertThat(clients.openClients()).isEqualTo(2);
            one.close();
            one.close();
            assertThat(clients.openClients()).isEqualTo(2);
            other.close();
            assertThat(clients.openClients()).isEqualTo(1);
            elsewhere.close();
            assertThat(clients.openClients()).isZero();
        }
    }

    @Test
    void a_client_that_closes_does_not_take_the_shared_credentials_along() {
        try (AwsClients clients = new AwsClients(AwsClientSettings.DEFAULT);
                AwsClients.Lease lease =
                        clients.sqs(new AwsTarget(new AwsIdentity.DefaultChain(), "eu-west-1", null))) {
            // a client closes its credentials provider when it can
            assertThat(lease.client().serviceClientConfiguration().credentialsProvider())
                    .isNotInstanceOf(AutoCloseable.class);
        }
    }

    @Test
    void a_builder_sets_each_bound() {
        assertThatThrownBy(() -> AwsSources.builder()
                        .attempts(0)
                        .attemptTimeout(Duration.ZERO)
                        .callTimeout(Duration.ofSeconds(-1))
                        .connections(0)
                        .build())
                .isInstanceOfSatisfying(
                        InvalidConfigurationException.class,
                        e -> assertThat(e.violations())
                                .extracting(violation -> violation.path())
                                .containsExactly("attempts", "attemptTimeout", "callTimeout", "connections"));
        try (AwsSources sources = AwsSources.builder().attempts(1).build()) {
            assertThat(sources.factories())
                    .extracting(factory -> factory.triggerType())
                    .containsExactly("aws-sqs-queue");
        }
    }

    @Test
    void closed_clients_lend_nothing() {
        AwsClients clients = new AwsClients(AwsClientSettings.DEFAULT);
        clients.close();
        clients.close();
        assertThatThrownBy(() -> clients.sqs(target("eu-west-1"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_target_never_prints_its_secret() {
        assertThat(target("eu-west-1").toString()).contains("AKID").doesNotContain(Sqs.SECRET);
    }

    @Test
    void bad_settings_are_all_reported_at_once() {
        assertThatThrownBy(() -> new AwsClientSettings(0, Duration.ZERO, Duration.ofSeconds(-1), 0))
                .isInstanceOfSatisfying(
                        InvalidConfigurationException.class,
                        e -> assertThat(e.violations()).hasSize(4));
    }
}
