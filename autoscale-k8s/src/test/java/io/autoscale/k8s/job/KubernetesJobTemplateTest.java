// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.validation.InvalidConfigurationException;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import org.junit.jupiter.api.Test;

class KubernetesJobTemplateTest {

    private static JobSpec spec(String image, String secret) {
        return new JobSpecBuilder()
                .withNewTemplate()
                .withNewSpec()
                .withServiceAccountName("encoder")
                .addNewContainer()
                .withName("first")
                .withImage(image)
                .addNewEnv()
                .withName("QUEUE")
                .withValue("videos")
                .endEnv()
                .addNewEnv()
                .withName("PASSWORD")
                .withValue(secret)
                .endEnv()
                .endContainer()
                .addNewContainer()
                .withName("second")
                .withImage("side:1")
                .addNewEnv()
                .withName("QUEUE")
                .withValue("others")
                .endEnv()
                .endContainer()
                .endSpec()
                .endTemplate()
                .build();
    }

    @Test
    void the_restart_policy_defaults_to_on_failure() {
        JobSpec never = spec("a:1", "x");
        never.getTemplate().getSpec().setRestartPolicy("Never");
        assertThat(policy(KubernetesJobTemplate.of(spec("a:1", "x")))).isEqualTo("OnFailure");
        assertThat(policy(KubernetesJobTemplate.of(never))).isEqualTo("Never");
    }

    @Test
    void the_fingerprint_changes_with_the_template_alone() {
        assertThat(KubernetesJobTemplate.of(spec("a:1", "x")))
                .isEqualTo(KubernetesJobTemplate.of(spec("a:1", "x")))
                .hasSameHashCodeAs(KubernetesJobTemplate.of(spec("a:1", "x")))
                .isNotEqualTo(KubernetesJobTemplate.of(spec("a:2", "x")));
    }

    @Test
    void the_environment_is_that_of_the_named_container_or_of_the_first() {
        KubernetesJobTemplate template = KubernetesJobTemplate.of(spec("a:1", "x"));
        assertThat(template.environment("").get("QUEUE")).contains("videos");
        assertThat(template.environment("second").get("QUEUE")).contains("others");
        assertThat(template.environment("third").get("QUEUE")).isEmpty();
        assertThat(template.serviceAccountName()).isEqualTo("encoder");
    }

    @Test
    void it_prints_images_and_no_environment() {
        assertThat(KubernetesJobTemplate.of(spec("a:1", "PLANTED-SECRET")).toString())
                .contains("a:1")
                .doesNotContain("PLANTED-SECRET");
    }

    @Test
    void the_given_spec_is_copied() {
        JobSpec given = spec("a:1", "x");
        KubernetesJobTemplate template = KubernetesJobTemplate.of(given);
        given.getTemplate().getSpec().getContainers().get(0).setImage("b:1");
        template.jobSpec().getTemplate().getSpec().getContainers().get(0).setImage("c:1");
        assertThat(template.jobSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getImage())
                .isEqualTo("a:1");
    }

    @Test
    void a_spec_without_a_container_is_refused() {
        assertThatThrownBy(() -> KubernetesJobTemplate.of(new JobSpec()))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining(
                        "jobTargetRef.template.spec.containers is missing, expected at least one container");
    }

    private static String policy(KubernetesJobTemplate template) {
        return template.jobSpec().getTemplate().getSpec().getRestartPolicy();
    }
}
