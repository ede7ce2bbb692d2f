// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.controller;

import static io.autoscale.k8s.controller.Operated.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.k8s.internal.KedaKinds;
import io.autoscale.validation.InvalidConfigurationException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KedaControllerIT {

    private static final String PAUSED = "autoscaling.keda.sh/paused";

    private Operated operated;

    @BeforeEach
    void start() {
        operated = new Operated();
    }

    @AfterEach
    void stop() {
        operated.close();
    }

    @Test
    void a_created_scaled_job_is_scaled_and_its_status_is_written() {
        operated.start();
        operated.queue.messages("videos", 3);
        operated.create(operated.scaledJob("videos", ""));
        soon().until(() -> operated.jobs("videos").size() == 3);

        Job job = operated.jobs("videos").get(0);
        GenericKubernetesResource scaledJob = operated.resource("videos").get();
        OwnerReference owner = job.getMetadata().getOwnerReferences().get(0);
        assertThat(owner.getKind()).isEqualTo("ScaledJob");
        assertThat(owner.getApiVersion()).isEqualTo("keda.sh/v1alpha1");
        assertThat(owner.getUid()).isEqualTo(scaledJob.getMetadata().getUid());
        assertThat(owner.getController()).isTrue();
        assertThat(job.getMetadata().getAnnotations()).containsKey("scaledjob.keda.sh/generation");
        soon().until(() -> operated.condition("videos", "Ready").startsWith("True ScaledJobReady"));
        soon().until(() -> operated.condition("videos", "Active").startsWith("True ScalerActive"));
        assertThat(operated.condition("videos", "Paused")).startsWith("False ScaledJobUnpaused");
        soon().until(() -> operated.eventReasons("videos")
                .containsAll(List.of("KEDAScalersStarted", "ScaledJobReady", "ScaledJobActive", "KEDAJobsCreated")));
        assertThat(operated.resource("videos").get().getMetadata().getFinalizers())
                .contains("finalizer.keda.sh");
    }

    @Test
    void an_update_keeps_running_jobs_and_deletes_nothing() {
        operated.start();
        operated.queue.messages("videos", 5);
        operated.create(operated.scaledJob("videos", "maxReplicaCount: 2"));
        soon().until(() -> operated.jobs("videos").size() == 2);
        Set<String> before = uids();
        operated.update(operated.scaledJob("videos", "maxReplicaCount: 4"));
        soon().until(() -> operated.jobs("videos").size() == 4);
        assertThat(uids()).containsAll(before);
        assertThat(operated.cluster.proxy().count("DELETE")).isZero();
        assertThat(operated.jobs("videos"))
                .extracting(job -> job.getMetadata().getAnnotations().get("scaledjob.keda.sh/generation"))
                .doesNotContainNull()
                .satisfies(all -> assertThat(Set.copyOf(all)).hasSize(2));
    }

    @Test
    void a_pause_annotation_stops_scaling_and_its_removal_starts_a_round_at_once() {
        operated.start();
        operated.create(operated.scaledJob("videos", ""));
        soon().until(() -> operated.condition("videos", "Ready").startsWith("True"));
        operated.annotate("videos", PAUSED, "true");
        soon().until(() -> operated.condition("videos", "Paused").startsWith("True ScaledJobPaused"));
        operated.queue.messages("videos", 2);
        int reads = operated.queue.reads.get();
        operated.annotate("videos", PAUSED, null);
        soon().until(() -> operated.jobs("videos").size() == 2);
        soon().until(() -> operated.condition("videos", "Paused").startsWith("False"));
        assertThat(operated.queue.reads.get()).isGreaterThan(reads);
        soon().until(() ->
                operated.eventReasons("videos").containsAll(List.of("ScaledJobPaused", "ScaledJobUnpaused")));
    }

    @Test
    void an_invalid_scaled_job_is_not_scaled_and_reports_why_until_fixed() {
        operated.start();
        operated.queue.messages("videos", 2);
        operated.create(operated.scaledJob("videos", "maxReplicaCount: many"));
        soon().until(() -> operated.condition("videos", "Ready").startsWith("False ScaledJobCheckFailed"));
        assertThat(operated.condition("videos", "Ready")).contains("spec.maxReplicaCount", "'many'");
        soon().until(() -> operated.eventReasons("videos").contains("ScaledJobCheckFailed"));
        operated.update(operated.scaledJob("videos", "maxReplicaCount: 10"));
        soon().until(() -> operated.jobs("videos").size() == 2);
        soon().until(() -> operated.condition("videos", "Ready").startsWith("True"));
    }

    @Test
    void an_unsupported_field_stops_the_scaled_job_and_is_not_ignored() {
        operated.start();
        operated.queue.messages("videos", 2);
        operated.create(operated.scaledJob("videos", ""));
        soon().until(() -> operated.jobs("videos").size() == 2);
        operated.update(operated.scaledJob("videos", "somethingNew: 7"));
        soon().until(() -> operated.condition("videos", "Ready").startsWith("False ScaledJobCheckFailed"));
        assertThat(operated.condition("videos", "Ready"))
                .contains("spec.somethingNew", "expected no field of this name");
        assertThat(operated.jobs("videos")).hasSize(2);
    }

    @Test
    void an_unsupported_trigger_type_is_rejected_with_the_supported_ones() {
        operated.start();
        operated.create(operated.scaledJob("videos", "").replace("type: test-queue", "type: rabbitmq"));
        soon().until(() -> operated.condition("videos", "Ready").startsWith("False ScaledJobCheckFailed"));
        assertThat(operated.condition("videos", "Ready")).contains("triggers[0].type", "'rabbitmq'", "test-queue");
    }

    @Test
    void a_later_authentication_and_a_rotated_secret_are_used_without_a_restart() {
        operated.start();
        operated.queue.password("videos", "first");
        operated.queue.messages("videos", 1);
        operated.create(operated.scaledJob("videos", "")
                .replace(
                        "metadata: {queue: videos}}", "metadata: {queue: videos}, authenticationRef: {name: access}}"));
        soon().until(() -> operated.condition("videos", "Ready").startsWith("False TriggerError"));
        assertThat(operated.jobs("videos")).isEmpty();

        secret("first");
        operated.of(KedaKinds.TRIGGER_AUTHENTICATIONS)
                .inNamespace(operated.cluster.namespace())
                .resource(Serialization.unmarshal("""
                        apiVersion: keda.sh/v1alpha1
                        kind: TriggerAuthentication
                        metadata: {name: access}
                        spec:
                          secretTargetRef: [{parameter: password, name: queue-access, key: password}]
                        """, GenericKubernetesResource.class))
                .create();
        soon().until(() -> operated.jobs("videos").size() == 1);
        int refused = operated.queue.refused.get();

        operated.annotate("videos", PAUSED, "true");
        soon().until(() -> operated.condition("videos", "Paused").startsWith("True"));
        operated.queue.password("videos", "second");
        secret("second");
        operated.queue.messages("videos", 2);
        operated.annotate("videos", PAUSED, "false");
        soon().until(() -> operated.jobs("videos").size() == 2);
        assertThat(operated.queue.refused.get() - refused)
                .as("reads with the old password")
                .isZero();
    }

    @Test
    void a_deletion_keeps_running_jobs_by_default_and_removes_their_owner() {
        operated.start();
        operated.queue.messages("videos", 3);
        operated.create(operated.scaledJob("videos", ""));
        soon().until(() -> operated.jobs("videos").size() == 3);
        operated.resource("videos").delete();
        soon().until(() -> operated.resource("videos").get() == null);
        assertThat(operated.jobs("videos"))
                .hasSize(3)
                .allSatisfy(job ->
                        assertThat(job.getMetadata().getOwnerReferences()).isNullOrEmpty());
        assertThat(operated.cluster.proxy().count("DELETE /apis/batch")).isZero();
    }

    @Test
    void a_draining_deletion_waits_for_the_last_job_and_creates_none() {
        operated.start();
        operated.queue.messages("videos", 2);
        operated.create(operated.scaledJob("videos", "maxReplicaCount: 2"));
        operated.annotate("videos", KedaController.REMOVAL_ANNOTATION, "drain");
        soon().until(() -> operated.jobs("videos").size() == 2);
        operated.resource("videos").delete();
        soon().until(() -> operated.eventReasons("videos").contains("KEDAScalersStopped"));
        operated.queue.messages("videos", 9);
        List<Job> both = operated.jobs("videos");
        operated.finish(both.get(0));
        assertThat(operated.resource("videos").get()).isNotNull();
        operated.finish(both.get(1));
        soon().until(() -> operated.resource("videos").get() == null);
        assertThat(operated.jobs("videos")).hasSize(2);
    }

    @Test
    void a_killing_deletion_is_immediate_and_leaves_owned_jobs_to_garbage_collection() {
        operated.start();
        operated.queue.messages("videos", 2);
        operated.create(operated.scaledJob("videos", ""));
        operated.annotate("videos", KedaController.REMOVAL_ANNOTATION, "kill");
        soon().until(() -> operated.jobs("videos").size() == 2);
        String uid = operated.resource("videos").get().getMetadata().getUid();
        operated.resource("videos").delete();
        soon().until(() -> operated.resource("videos").get() == null);
        assertThat(operated.jobs("videos"))
                .allSatisfy(job -> assertThat(job.getMetadata().getOwnerReferences())
                        .extracting(OwnerReference::getUid)
                        .containsExactly(uid));
    }

    @Test
    void a_recreated_scaled_job_owns_its_own_jobs() {
        operated.start();
        operated.queue.messages("videos", 1);
        operated.create(operated.scaledJob("videos", ""));
        soon().until(() -> operated.jobs("videos").size() == 1);
        operated.resource("videos").delete();
        soon().until(() -> operated.resource("videos").get() == null);
        operated.jobs("videos")
                .forEach(job -> operated.cluster.direct().resource(job).delete());
        operated.create(operated.scaledJob("videos", ""));
        soon().until(() -> operated.jobs("videos").size() == 1);
        assertThat(operated.jobs("videos").get(0).getMetadata().getOwnerReferences())
                .extracting(OwnerReference::getUid)
                .containsExactly(operated.resource("videos").get().getMetadata().getUid());
    }

    @Test
    void only_scaled_jobs_with_the_selected_labels_are_scaled() {
        KedaController controller = operated.start(builder -> builder.selector("team=video"));
        operated.queue.messages("one", 1);
        operated.queue.messages("two", 1);
        operated.create(operated.scaledJob("one", "").replace("  name: one", "  labels: {team: video}\n  name: one"));
        operated.create(operated.scaledJob("two", ""));
        soon().until(() -> operated.jobs("one").size() == 1);
        assertThat(operated.jobs("two")).isEmpty();
        assertThat(operated.condition("two", "Ready")).isEmpty();
        operated.queue.messages("one", 5);
        operated.resource("one")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"labels\":{\"team\":\"audio\"}}}");
        soon().until(() -> controller.registrations().isEmpty());
        assertThat(operated.resource("one").get()).isNotNull();
    }

    @Test
    void a_scaled_object_gets_an_event_that_it_is_not_scaled() {
        operated.start();
        operated.of(KedaKinds.SCALED_OBJECTS)
                .inNamespace(operated.cluster.namespace())
                .resource(Serialization.unmarshal("""
                        apiVersion: keda.sh/v1alpha1
                        kind: ScaledObject
                        metadata: {name: web}
                        spec: {scaleTargetRef: {name: web}, triggers: [{type: test-queue, metadata: {queue: web}}]}
                        """, GenericKubernetesResource.class))
                .create();
        soon().until(() -> operated.eventReasons("web").contains("ScaledObjectNotScaled"));
    }

    @Test
    void no_writes_happen_in_steady_state() {
        operated.start();
        operated.queue.messages("videos", 2);
        operated.create(operated.scaledJob("videos", "maxReplicaCount: 2"));
        soon().until(() -> operated.eventReasons("videos").contains("KEDAJobsCreated"));
        soon().until(() -> operated.condition("videos", "Active").startsWith("True"));
        int reads = operated.queue.reads.get();
        operated.cluster.proxy().forget();
        soon().until(() -> operated.queue.reads.get() >= reads + 5);
        assertThat(operated.cluster.proxy().requests()).isEmpty();
    }

    @Test
    void contradictory_settings_are_rejected() {
        assertThatThrownBy(() -> KedaController.builder(operated.cluster.client())
                        .namespaces("media")
                        .inAnyNamespace()
                        .start())
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("namespaces")
                .hasMessageContaining("at least one source factory");
    }

    @Test
    void closing_leaves_no_thread_behind() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        operated.start();
        operated.queue.messages("videos", 1);
        operated.create(operated.scaledJob("videos", ""));
        soon().until(() -> operated.jobs("videos").size() == 1);
        operated.stop();
        soon().until(() -> {
            List<Thread> left = new ArrayList<>(Thread.getAllStackTraces().keySet());
            left.removeAll(before);
            return left.stream().noneMatch(thread -> thread.getName().startsWith("autoscale"));
        });
    }

    private Set<String> uids() {
        return operated.jobs("videos").stream()
                .map(job -> job.getMetadata().getUid())
                .collect(Collectors.toSet());
    }

    private void secret(String password) {
        operated.cluster
                .direct()
                .secrets()
                .inNamespace(operated.cluster.namespace())
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("queue-access")
                        .endMetadata()
                        .withStringData(Map.of("password", password))
                        .withData(
                                operated.cluster.isReal()
                                        ? null
                                        : Map.of(
                                                "password",
                                                java.util.Base64.getEncoder()
                                                        .encodeToString(password.getBytes(
                                                                java.nio.charset.StandardCharsets.UTF_8))))
                        .build())
                .createOr(replace -> replace.update());
    }
}
