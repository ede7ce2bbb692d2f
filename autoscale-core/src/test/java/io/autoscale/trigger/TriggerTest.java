// SPDX-License-Identifier: Apache-2.0
package io.autoscale.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.autoscale.auth.AuthenticationRef;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.validation.InvalidConfigurationException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TriggerTest {

    private static final String PLANTED = "hunter2";

    private static Trigger.Builder full() {
        return Trigger.builder("aws-sqs-queue")
                .name("queue")
                .metadata(Map.of("queueLength", "5"))
                .metadata("awsRegion", "eu-west-1")
                .authenticationRef(AuthenticationRef.of("aws"))
                .metricType("Value")
                .useCachedMetrics(true);
    }

    @Test
    void a_trigger_keeps_its_metadata_unchanged() {
        Trigger trigger = full().build();

        assertThat(trigger.type()).isEqualTo("aws-sqs-queue");
        assertThat(trigger.name()).contains("queue");
        assertThat(trigger.metadata()).isEqualTo(Map.of("queueLength", "5", "awsRegion", "eu-west-1"));
        assertThat(trigger.authenticationRef()).contains(AuthenticationRef.of("aws"));
        assertThat(trigger.metricType()).contains("Value");
        assertThat(trigger.useCachedMetrics()).isTrue();
        assertThat(trigger).hasToString("Trigger[aws-sqs-queue queue {awsRegion=eu-west-1, queueLength=5}]");
    }

    @Test
    void a_trigger_needs_a_type_only() {
        Trigger trigger = Trigger.builder("cron").build();

        assertThat(trigger.name()).isEmpty();
        assertThat(trigger.metadata()).isEmpty();
        assertThat(trigger.authenticationRef()).isEmpty();
        assertThat(trigger.metricType()).isEmpty();
        assertThat(trigger.useCachedMetrics()).isFalse();
        assertThat(trigger).hasToString("Trigger[cron {}]");
        assertThatNullPointerException().isThrownBy(() -> Trigger.builder(null)).withMessage("type");
    }

    @Test
    void triggers_are_equal_by_all_parts() {
        assertThat(full().build())
                .isEqualTo(full().build())
                .hasSameHashCodeAs(full().build())
                .isNotEqualTo(full().name("other").build())
                .isNotEqualTo(full().metadata("queueLength", "6").build())
                .isNotEqualTo(
                        full().authenticationRef(AuthenticationRef.of("other")).build())
                .isNotEqualTo(full().metricType("AverageValue").build())
                .isNotEqualTo(full().useCachedMetrics(false).build())
                .isNotEqualTo(Trigger.builder("cron").build())
                .isNotEqualTo("trigger");
    }

    @Test
    void a_trigger_copies_its_inputs() {
        Map<String, String> metadata = new HashMap<>(Map.of("a", "1"));
        Trigger.Builder builder = Trigger.builder("x").metadata(metadata);
        Trigger trigger = builder.build();
        metadata.put("b", "2");
        builder.metadata("c", "3");

        assertThat(trigger.metadata()).isEqualTo(Map.of("a", "1"));
    }

    @Test
    void a_value_that_is_null_is_refused_by_the_name_of_its_field() {
        Trigger.Builder builder = Trigger.builder("x");
        Map<String, String> holed = new HashMap<>();
        holed.put("queueLength", null);

        assertThatNullPointerException().isThrownBy(() -> builder.name(null)).withMessage("name");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.metadata(null, "x"))
                .withMessage("a key of metadata");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.metadata("queueLength", null))
                .withMessage("metadata.queueLength");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.metadata(holed))
                .withMessage("metadata.queueLength");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.metadata(null))
                .withMessage("metadata");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.authenticationRef(null))
                .withMessage("authenticationRef");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.metricType(null))
                .withMessage("metricType");
        assertThat(builder.build().metadata()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "awsSecretAccessKey",
                "awsAccessKeyID",
                "password",
                "sessionToken",
                "Credentials",
                "awsSecretAcessKey",
                "awsAccesKeyId",
                "awsScretKey",
                "awsSecertAcesKey",
                "pasword",
                "passwrod",
                "sesionTokne"
            })
    void nothing_prints_a_secret_of_a_trigger(String key) {
        Trigger trigger = Trigger.builder("x").metadata(key, PLANTED).build();
        ScaledJob job = ScaledJob.builder("videos")
                .jobTemplate(JobTemplate.named("v1"))
                .trigger(trigger)
                .build();
        TriggerMetadata reader = TriggerMetadata.of(trigger, EnvironmentLookup.none());
        reader.wholeNumber(key, 0, 0);
        reader.number(key, 0);
        reader.bool(key, false);

        assertThat(trigger.toString()).doesNotContain(PLANTED).contains(key + "=****");
        assertThat(job.toString()).doesNotContain(PLANTED);
        assertThat(reader.violations().toString()).doesNotContain(PLANTED);
        assertThatExceptionOfType(InvalidConfigurationException.class)
                .isThrownBy(() -> reader.validate())
                .withMessageNotContaining(PLANTED)
                .withMessageContaining("****");
    }
}
