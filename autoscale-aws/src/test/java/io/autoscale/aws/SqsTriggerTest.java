// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.auth.AuthParameters;
import io.autoscale.auth.Authentication;
import io.autoscale.auth.PodIdentity;
import io.autoscale.aws.trigger.SqsQueueTrigger;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.SourceContext;
import io.autoscale.trigger.EnvironmentLookup;
import io.autoscale.trigger.Trigger;
import io.autoscale.validation.InvalidConfigurationException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqsTriggerTest {

    private static final String URL = "https://sqs.eu-west-1.amazonaws.com/123456789012/videos";

    private static final Authentication KEYS_AND_REGION = new Authentication(
            AuthParameters.of(Map.of(
                    "awsRegion", "eu-west-1", "awsAccessKeyID", "AKID", "awsSecretAccessKey", TestSources.SECRET)),
            PodIdentity.none());

    private final AwsSources sources = TestSources.sources().build();

    @AfterEach
    void close() {
        sources.close();
    }

    @Test
    void the_builder_and_a_manifest_give_equal_triggers() {
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
        "http://elastic_mq:9324/000000000000/videos, s0-aws-sqs-videos",
        "' videos ', s0-aws-sqs-videos",
    })
    void the_metric_name_is_made_of_the_queue_name(String queue, String expected) {
        assertThat(metric(Map.of("queueURL", queue)).name()).isEqualTo(expected);
    }

    @Test
    void the_metric_name_holds_the_position_of_the_trigger() {
        SourceContext third = new SourceContext(
                Trigger.builder("aws-sqs-queue").metadata("queueURL", URL).build(),
                2,
                KEYS_AND_REGION,
                EnvironmentLookup.none(),
                InstantSource.system());
        try (ScalerSource source = TestSources.factory(sources, "aws-sqs-queue").create(third)) {
            assertThat(source.metric().name()).isEqualTo("s2-aws-sqs-videos");
        }
    }

    @Test
    void zero_targets_and_negative_activations_are_used_unchanged() {
        MetricSpec metric = metric(Map.of("queueURL", URL, "queueLength", "0", "activationQueueLength", "-3"));
        assertThat(metric.target().amount()).isZero();
        assertThat(metric.activation().value()).isEqualTo(-3);
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
                "queueURL | https://sqs.eu-west-1.amazonaws.com/1/ | the URL of a queue with the path /<account>/<name>, or the name of a queue",
                "queueURL | https://sqs.eu-west-1.amazonaws.com/1/a%2Fb | the URL of a queue with the path /<account>/<name>, or the name of a queue",
                "queueURL | https://sqs.eu-west-1.amazonaws.com/1/vi deos | the URL of a queue with the path /<account>/<name>, or the name of a queue",
                "queueLength | five | a whole number >= 0",
                "queueLength | 1.5 | a whole number >= 0",
                "queueLength | -1 | a whole number >= 0",
                "queueLength | 9223372036854775808 | a whole number >= 0 and at most 9223372036854775807",
                "queueLength | 1e3 | a whole number >= 0",
                "queueLength | 0x5 | a whole number >= 0",
                "queueLength | 5 messages | a whole number >= 0",
                "activationQueueLength | many | a whole number",
                "activationQueueLength | 0.5 | a whole number",
                "activationQueueLength | NaN | a whole number",
                "scaleOnInFlight | yes | true or false",
                "scaleOnInFlight | TrUe | true or false",
                "scaleOnDelayed | 2 | true or false",
                "scaleOnDelayed | on | true or false",
                "awsEndpoint | localhost | an absolute http or https URL",
                "awsEndpoint | ftp://localhost | an absolute http or https URL",
                "awsEndpoint | http://a b | an absolute http or https URL",
                "awsEndpoint | localhost:9324 | an absolute http or https URL",
                "awsEndpoint | /sqs | an absolute http or https URL",
                "awsRegion | eu west 1 | a region such as eu-west-1",
                "awsRegion | EU-WEST-1 | a region such as eu-west-1",
                "awsRegion | eu-west-1/ | a region such as eu-west-1",
                "awsRegion | evil.example | a region such as eu-west-1",
                "awsRegion | eu-west-1- | a region such as eu-west-1",
                "identityOwner | nobody | pod or operator",
                "identityOwner | Operator | pod or operator",
                "queuelength | 5 | the key queueLength",
                "scaleOnInflight | true | the key scaleOnInFlight",
                "awsregion | eu-west-1 | the key awsRegion",
                "awsEndPoint | http://localhost | the key awsEndpoint",
                "queueUrlFromEnv | QUEUE | the key queueURLFromEnv",
                "activationQueueLenght | 1 | the key activationQueueLength",
                "identityowner | pod | the key identityOwner",
            })
    void bad_text_is_an_error_that_names_key_text_and_expectation(String key, String text, String expected) {
        Map<String, String> metadata = new TreeMap<>();
        metadata.put("queueURL", URL);
        metadata.put(key, text);
        assertThatThrownBy(() -> create(metadata, KEYS_AND_REGION, Map.of()))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("trigger aws-sqs-queue has 1 error:\n  - metadata." + key + ": '" + text
                        + "' is not valid, expected " + expected);
    }

    @ParameterizedTest
    @CsvSource({"queueURL, ''", "queueURL, '  '", "queueURLFromEnv, ''"})
    void an_empty_queue_url_counts_as_missing(String key, String text) {
        assertThatThrownBy(() -> create(Map.of(key, text), KEYS_AND_REGION, Map.of()))
                .hasMessage("trigger aws-sqs-queue has 1 error:\n  - metadata.queueURL is missing, expected the URL of"
                        + " a queue with the path /<account>/<name>, or the name of a queue");
    }

    @Test
    void an_invalid_region_parameter_is_masked_in_the_error() {
        Authentication mistaken = new Authentication(
                AuthParameters.of(
                        Map.of("awsRegion", TestSources.SECRET, "awsAccessKeyID", "AKID", "awsSecretAccessKey", "x")),
                PodIdentity.none());
        assertThatThrownBy(() -> create(Map.of("queueURL", URL), mistaken, Map.of()))
                .hasMessage(
                        "trigger aws-sqs-queue has 1 error:\n  - metadata.awsRegion: '****' is not valid, expected a"
                                + " region such as eu-west-1");
    }

    @Test
    void an_unknown_key_causes_one_warning_per_source() {
        PrintStream standardError = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try (ScalerSource source = create(Map.of("queueURL", URL, "colour", "blue"), KEYS_AND_REGION, Map.of())) {
            assertThat(source.metric()).isEqualTo(source.metric());
        } finally {
            System.setErr(standardError);
        }
        assertThat(log.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce("WARN")
                .contains("metadata.colour is not a key of trigger aws-sqs-queue and has no effect")
                .doesNotContain("blue");
    }

    @Test
    void all_errors_are_reported_at_once() {
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
                                        "metadata.awsAccessKeyID"));
    }

    @Test
    void the_url_can_come_from_the_environment_but_an_explicit_url_wins() {
        Map<String, String> environment = Map.of("QUEUE", "from-environment");
        assertThat(metric(Map.of("queueURLFromEnv", "QUEUE"), environment).name())
                .isEqualTo("s0-aws-sqs-from-environment");
        assertThat(metric(Map.of("queueURLFromEnv", "QUEUE", "queueURL", URL), environment)
                        .name())
                .isEqualTo("s0-aws-sqs-videos");
        assertThatThrownBy(() -> metric(Map.of("queueURLFromEnv", "SECRET"), Map.of("SECRET", "hunter 2")))
                .hasMessageContaining(
                        "metadata.queueURLFromEnv: 'SECRET' is not valid, expected a variable that holds the"
                                + " URL of a queue")
                .hasMessageNotContaining("hunter");
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

    private MetricSpec metric(Map<String, String> metadata) {
        return metric(metadata, Map.of());
    }

    private MetricSpec metric(Map<String, String> metadata, Map<String, String> environment) {
        Map<String, String> withRegion = new TreeMap<>(metadata);
        withRegion.put("awsRegion", "eu-west-1");
        try (ScalerSource source = create(withRegion, TestSources.keys(), environment)) {
            return source.metric();
        }
    }

    private ScalerSource create(
            Map<String, String> metadata, Authentication authentication, Map<String, String> environment) {
        Trigger trigger = Trigger.builder("aws-sqs-queue").metadata(metadata).build();
        return TestSources.factory(sources, "aws-sqs-queue")
                .create(TestSources.context(trigger, authentication, environment));
    }
}
