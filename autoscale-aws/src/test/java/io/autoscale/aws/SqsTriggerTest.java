// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.auth.AuthParameters;
import io.autoscale.auth.Authentication;
import io.autoscale.auth.IdentityOwner;
import io.autoscale.auth.PodIdentity;
import io.autoscale.aws.sqs.SqsQueueTrigger;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.ScalerSource;
import io.autoscale.trigger.Trigger;
import io.autoscale.validation.InvalidConfigurationException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqsTriggerTest {

    private static final String URL = "https://sqs.eu-west-1.amazonaws.com/123456789012/videos";

    private final AwsSources sources = AwsSources.create();

    @AfterEach
    void close() {
        sources.close();
    }

    @Test
    void a_typed_builder_and_a_manifest_end_in_the_same_value() {
        Trigger built = SqsQueueTrigger.builder()
                .name("videos")
                .queueUrl(URL)
                .queueLength(1)
                .activationQueueLength(2)
                .scaleOnInFlight(false)
                .scaleOnDelayed(true)
                .awsRegion("eu-west-1")
                .awsEndpoint("http://localhost:9324")
                .build();
        assertThat(built)
                .isEqualTo(Trigger.builder("aws-sqs-queue")
                        .name("videos")
                        .metadata("queueURL", URL)
                        .metadata("queueLength", "1")
                        .metadata("activationQueueLength", "2")
                        .metadata("scaleOnInFlight", "false")
                        .metadata("scaleOnDelayed", "true")
                        .metadata("awsRegion", "eu-west-1")
                        .metadata("awsEndpoint", "http://localhost:9324")
                        .build());
    }

    @Test
    void the_defaults_are_five_messages_a_job_and_activation_above_none() {
        MetricSpec metric = metric(Map.of("queueURL", URL));
        assertThat(metric.name()).isEqualTo("s0-aws-sqs-videos");
        assertThat(metric.target().amount()).isEqualTo(5);
        assertThat(metric.activation().value()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "https://sqs.eu-west-1.amazonaws.com/123456789012/videos, s0-aws-sqs-videos",
        "https://sqs.eu-west-1.amazonaws.com/123456789012/videos.fifo, s0-aws-sqs-videos-fifo",
        "videos, s0-aws-sqs-videos",
        "my:queue, s0-aws-sqs-my-queue",
        "a(b)c%d, s0-aws-sqs-a-b-c-d",
    })
    void the_metric_name_is_made_of_the_queue_name(String queue, String expected) {
        assertThat(metric(Map.of("queueURL", queue)).name()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "queueURL | https://sqs.eu-west-1.amazonaws.com/videos | the URL of a queue with the path /<account>/<name>, or the name of a queue",
                "queueURL | https://sqs.eu-west-1.amazonaws.com/1/videos/more | the URL of a queue with the path /<account>/<name>, or the name of a queue",
                "queueURL | https://sqs.eu-west-1.amazonaws.com/ | the URL of a queue with the path /<account>/<name>, or the name of a queue",
                "queueURL | https://sqs.eu-west-1.amazonaws.com | the URL of a queue with the path /<account>/<name>, or the name of a queue",
                "queueURL | https://sqs.eu-west-1.amazonaws.com//videos | the URL of a queue with the path /<account>/<name>, or the name of a queue",
                "queueURL | https://sqs.eu-west-1.amazonaws.com/1/videos/ | the URL of a queue with the path /<account>/<name>, or the name of a queue",
                "queueLength | five | a whole number >= 0",
                "queueLength | 1.5 | a whole number >= 0",
                "queueLength | -1 | a whole number >= 0",
                "activationQueueLength | many | a whole number",
                "activationQueueLength | 0.5 | a whole number",
                "scaleOnInFlight | yes | true or false",
                "scaleOnInFlight | TrUe | true or false",
                "scaleOnDelayed | 2 | true or false",
                "awsEndpoint | localhost | an absolute http or https URL",
                "awsEndpoint | ftp://localhost | an absolute http or https URL",
                "awsEndpoint | http://a b | an absolute http or https URL",
                "identityOwner | nobody | pod or operator",
                "queuelength | 5 | no such key; did you mean queueLength?",
                "scaleOnInflight | true | no such key; did you mean scaleOnInFlight?",
                "awsregion | eu-west-1 | no such key; did you mean awsRegion?",
            })
    void bad_text_is_an_error_that_names_key_text_and_expectation(String key, String text, String expected) {
        Map<String, String> metadata = new TreeMap<>();
        if (!key.equals("queueURL")) {
            metadata.put("queueURL", URL);
        }
        if (!key.equalsIgnoreCase("awsRegion")) {
            metadata.put("awsRegion", "eu-west-1");
        }
        metadata.put(key, text);
        assertThatThrownBy(() -> create(metadata, Sqs.keys(), Map.of()))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("metadata." + key + ": '" + text + "' is not valid, expected " + expected);
    }

    @Test
    void all_faults_are_reported_at_once() {
        assertThatThrownBy(() ->
                        create(Map.of("queueLength", "x", "scaleOnDelayed", "maybe"), Authentication.none(), Map.of()))
                .isInstanceOfSatisfying(
                        InvalidConfigurationException.class,
                        e -> assertThat(e.violations())
                                .extracting(violation -> violation.path())
                                .containsExactlyInAnyOrder(
                                        "metadata.queueURL",
                                        "metadata.queueLength",
                                        "metadata.scaleOnDelayed",
                                        "metadata.awsRegion",
                                        "metadata.awsAccessKeyID",
                                        "metadata.awsSecretAccessKey"));
    }

    @Test
    void the_url_may_come_from_the_environment_and_the_url_itself_wins() {
        Map<String, String> environment = Map.of("QUEUE", "from-environment");
        assertThat(metric(Map.of("queueURLFromEnv", "QUEUE"), environment).name())
                .isEqualTo("s0-aws-sqs-from-environment");
        assertThat(metric(Map.of("queueURLFromEnv", "QUEUE", "queueURL", URL), environment)
                        .name())
                .isEqualTo("s0-aws-sqs-videos");
        assertThatThrownBy(() -> metric(Map.of("queueURLFromEnv", "MISSING"), environment))
                .hasMessageContaining("metadata.queueURLFromEnv: 'MISSING' is not valid, expected the name of an"
                        + " environment variable that the source container sets");
    }

    @Test
    void the_region_may_be_a_parameter() {
        Authentication withRegion = new Authentication(
                AuthParameters.of(
                        Map.of("awsRegion", "eu-west-1", "awsAccessKeyId", "AKID", "awsSecretAccessKey", "x")),
                PodIdentity.none());
        try (ScalerSource source = create(Map.of("queueURL", URL), withRegion, Map.of())) {
            assertThat(source.metric().name()).isEqualTo("s0-aws-sqs-videos");
        }
    }

    @Test
    void keys_may_come_from_metadata_and_environment() {
        Map<String, String> metadata = Map.of(
                "queueURL", URL,
                "awsRegion", "eu-west-1",
                "awsAccessKeyIDFromEnv", "ID",
                "awsSecretAccessKeyFromEnv", "KEY");
        try (ScalerSource source = create(metadata, Authentication.none(), Map.of("ID", "AKID", "KEY", "x"))) {
            assertThat(source.metric()).isNotNull();
        }
    }

    @Test
    void a_trigger_without_any_identity_names_what_is_missing() {
        assertThatThrownBy(() ->
                        create(Map.of("queueURL", URL, "awsRegion", "eu-west-1"), Authentication.none(), Map.of()))
                .hasMessage("""
                        trigger aws-sqs-queue has 2 faults:
                          - metadata.awsAccessKeyID is missing, expected the parameter or metadata awsAccessKeyID, or a pod identity, or identityOwner operator
                          - metadata.awsSecretAccessKey is missing, expected the parameter awsSecretAccessKey or the metadata awsSecretAccessKeyFromEnv, or a pod identity, or identityOwner operator""");
    }

    @Test
    void roles_are_refused_with_a_clear_word_until_they_are_supported() {
        Authentication role = new Authentication(
                AuthParameters.none(), PodIdentity.aws().assuming("arn:aws:iam::123456789012:role/reader"));
        Authentication workload =
                new Authentication(AuthParameters.none(), PodIdentity.aws().ownedBy(IdentityOwner.WORKLOAD));
        Map<String, String> metadata = Map.of("queueURL", URL, "awsRegion", "eu-west-1");
        assertThatThrownBy(() -> create(metadata, role, Map.of()))
                .hasMessageContaining("roles to assume are not supported in this version");
        assertThatThrownBy(() -> create(metadata, workload, Map.of()))
                .hasMessageContaining("roles to assume are not supported in this version");
    }

    private MetricSpec metric(Map<String, String> metadata) {
        return metric(metadata, Map.of());
    }

    private MetricSpec metric(Map<String, String> metadata, Map<String, String> environment) {
        Map<String, String> withRegion = new TreeMap<>(metadata);
        withRegion.put("awsRegion", "eu-west-1");
        try (ScalerSource source = create(withRegion, Sqs.keys(), environment)) {
            return source.metric();
        }
    }

    private ScalerSource create(
            Map<String, String> metadata, Authentication authentication, Map<String, String> environment) {
        Trigger trigger = Trigger.builder("aws-sqs-queue").metadata(metadata).build();
        return Sqs.factory(sources).create(Sqs.context(trigger, authentication, environment));
    }
}
