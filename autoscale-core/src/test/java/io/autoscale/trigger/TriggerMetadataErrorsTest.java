// SPDX-License-Identifier: Apache-2.0
package io.autoscale.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.autoscale.validation.InvalidConfigurationException;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TriggerMetadataErrorsTest {

    private static final String SUBJECT = "trigger aws-sqs-queue";

    private static void readLength(TriggerMetadata metadata) {
        metadata.wholeNumber("queueLength", 5, 1);
    }

    private static void readTarget(TriggerMetadata metadata) {
        metadata.number("targetValue", 5);
    }

    private static void readFlag(TriggerMetadata metadata) {
        metadata.bool("scaleOnInFlight", true);
    }

    private static void readUrl(TriggerMetadata metadata) {
        metadata.textOrFromEnv("queueURL");
    }

    private static void readRegion(TriggerMetadata metadata) {
        metadata.requiredText("awsRegion", "an AWS region");
    }

    private static Arguments row(Consumer<TriggerMetadata> reading, Map<String, String> metadata, String error) {
        return Arguments.of(reading, metadata, error);
    }

    static TriggerMetadata reader(Map<String, String> metadata) {
        Trigger trigger = Trigger.builder("aws-sqs-queue").metadata(metadata).build();
        return TriggerMetadata.of(trigger, EnvironmentLookup.of(Map.of("QUEUE", "q1", "BLANK", " ")));
    }

    private static Arguments length(String text) {
        return row(
                TriggerMetadataErrorsTest::readLength,
                Map.of("queueLength", text),
                "metadata.queueLength: '" + text + "' is not valid, expected a whole number >= 1");
    }

    private static Arguments target(String text) {
        return row(
                TriggerMetadataErrorsTest::readTarget,
                Map.of("targetValue", text),
                "metadata.targetValue: '" + text + "' is not valid, expected a finite number");
    }

    private static Arguments flag(String text) {
        return row(
                TriggerMetadataErrorsTest::readFlag,
                Map.of("scaleOnInFlight", text),
                "metadata.scaleOnInFlight: '" + text + "' is not valid, expected true or false");
    }

    private static Arguments url(String variable) {
        return row(
                TriggerMetadataErrorsTest::readUrl,
                Map.of("queueURLFromEnv", variable),
                "metadata.queueURLFromEnv: '" + variable
                        + "' is not valid, expected the name of an environment variable that the source container"
                        + " sets");
    }

    private static Arguments typo(
            Consumer<TriggerMetadata> reading, String key, String text, String shown, String near) {
        return row(
                reading,
                Map.of(key, text),
                "metadata." + key + ": '" + shown + "' is not valid, expected the key " + near);
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                length("0"),
                length("-1"),
                length("five"),
                length("5.0"),
                length("1e3"),
                length("0x5"),
                length("+5"),
                length("007"),
                length("5 messages"),
                row(
                        TriggerMetadataErrorsTest::readLength,
                        Map.of("queueLength", "9223372036854775808"),
                        "metadata.queueLength: '9223372036854775808' is not valid, expected a whole number >= 1 and at"
                                + " most 9223372036854775807"),
                row(
                        m -> m.wholeNumber("offset", 0, Long.MIN_VALUE),
                        Map.of("offset", "1h"),
                        "metadata.offset: '1h' is not valid, expected a whole number"),
                target("many"),
                target("NaN"),
                target("Infinity"),
                target("-Infinity"),
                target("1e400"),
                target("1,5"),
                target("5d"),
                target("5F"),
                flag("yes"),
                flag("tRUE"),
                flag("on"),
                flag("2"),
                url("MISSING"),
                url("BLANK"),
                url("queue"),
                row(
                        TriggerMetadataErrorsTest::readRegion,
                        Map.of(),
                        "metadata.awsRegion is missing, expected an AWS region"),
                row(
                        TriggerMetadataErrorsTest::readRegion,
                        Map.of("awsRegion", "  "),
                        "metadata.awsRegion is missing, expected an AWS region"),
                typo(TriggerMetadataErrorsTest::readLength, "queuelength", "5", "5", "queueLength"),
                typo(TriggerMetadataErrorsTest::readLength, "queueLenght", "5", "5", "queueLength"),
                typo(TriggerMetadataErrorsTest::readLength, "queuLengt", "5", "5", "queueLength"),
                typo(TriggerMetadataErrorsTest::readFlag, "scaleOnInflight", "true", "true", "scaleOnInFlight"),
                typo(TriggerMetadataErrorsTest::readUrl, "queueUrl", "x", "x", "queueURL"),
                typo(m -> m.text("awsSecretAccessKey"), "awsSecretAccesKey", "hunter2", "****", "awsSecretAccessKey"),
                typo(m -> m.text("awsSecretAccessKey"), "awsSecetAccesKey", "hunter2", "****", "awsSecretAccessKey"),
                typo(m -> m.text("password"), "pasword", "hunter2", "****", "password"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void an_error_is_named_exactly(Consumer<TriggerMetadata> reading, Map<String, String> metadata, String error) {
        TriggerMetadata reader = reader(metadata);
        reading.accept(reader);

        InvalidConfigurationException e =
                catchThrowableOfType(InvalidConfigurationException.class, () -> reader.validate());

        assertThat(e).isNotNull().hasMessage(SUBJECT + " has 1 error:\n  - " + error);
    }

    @Test
    void all_errors_are_found_at_once_and_in_order() {
        TriggerMetadata reader = reader(Map.of("queueLength", "x", "scaleOnInFlight", "y", "awsRegin", "z"));
        reader.requiredText("awsRegion", "an AWS region");
        assertThat(reader.wholeNumber("queueLength", 5, 1)).isEqualTo(5);
        assertThat(reader.bool("scaleOnInFlight", true)).isTrue();

        InvalidConfigurationException e =
                catchThrowableOfType(InvalidConfigurationException.class, () -> reader.validate());

        assertThat(e).hasMessage("""
                trigger aws-sqs-queue has 3 errors:
                  - metadata.queueLength: 'x' is not valid, expected a whole number >= 1
                  - metadata.scaleOnInFlight: 'y' is not valid, expected true or false
                  - metadata.awsRegin: 'z' is not valid, expected the key awsRegion""");
    }

    @Test
    void a_secret_that_does_not_parse_is_not_shown() {
        TriggerMetadata reader = reader(Map.of("token", "hunter2"));
        reader.wholeNumber("token", 0, 0);
        reader.reject("dbPassword", "hunter2", "another");

        assertThat(reader.violations())
                .extracting(Object::toString)
                .containsExactly(
                        "metadata.token: '****' is not valid, expected a whole number >= 0",
                        "metadata.dbPassword: '****' is not valid, expected another");
    }
}
