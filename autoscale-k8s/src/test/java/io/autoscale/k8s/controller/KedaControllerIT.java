// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.controller;

import static io.autoscale.k8s.controller.Operated.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.k8s.internal.KedaKinds;
import io.autoscale.k8s.server.FaultProxy.Fault;
import io.autoscale.validation.InvalidConfigurationException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
    void a_scaled_job_that_is_created_is_scaled_and_says_so() {
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
    void an_update_goes_on_from_what_runs_and_deletes_nothing() {
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
    void a_pause_by_annotation_holds_and_its_end_decides_at_once() {
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
    void one_with_an_error_is_not_scaled_and_says_why_until_it_is_mended() {
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
    void a_field_that_is_not_supported_stops_the_scaled_job_rather_than_being_ignored() {
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
    void a_trigger_that_nobody_serves_is_refused_with_those_that_are() {
        operated.start();
        operated.create(operated.scaledJob("videos", "").replace("type: test-queue", "type: rabbitmq"));
        soon().until(() -> operated.condition("videos", "Ready").startsWith("False ScaledJobCheckFailed"));
        assertThat(operated.condition("videos", "Ready")).contains("triggers[0].type", "'rabbitmq'", "test-queue");
    }

    @Test
    void an_authentication_that_comes_later_and_a_secret_that_rotates_are_in_use_without_a_restart() {
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
    void deleted_with_its_jobs_left_alone_they_no_longer_refer_to_it() {
        operated.start();
        operated.queue.messages("videos", 3);
        operated.create(operated.scaledJob("videos", ""));
        operated.annotate("videos", KedaController.REMOVAL_ANNOTATION, "orphan");
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
    void deleted_with_a_drain_it_stays_until_its_last_job_has_ended_and_creates_none() {
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
    void deleted_without_another_word_it_goes_at_once_and_the_cluster_deletes_what_it_owned() {
        operated.start();
        operated.queue.messages("videos", 2);
        operated.create(operated.scaledJob("videos", ""));
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
    void one_that_is_created_anew_under_its_name_owns_its_own_jobs() {
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
    void what_another_replica_serves_is_left_alone_until_the_share_moves() {
        Set<String> mine = ConcurrentHashMap.newKeySet();
        mine.add("one");
        KedaController controller = operated.start(builder -> builder.serves(ref -> mine.contains(ref.name())));
        operated.queue.messages("one", 1);
        operated.queue.messages("two", 1);
        operated.create(operated.scaledJob("one", ""));
        operated.create(operated.scaledJob("two", ""));
        soon().until(() -> operated.jobs("one").size() == 1);
        assertThat(operated.jobs("two")).isEmpty();
        assertThat(operated.condition("two", "Ready")).isEmpty();
        mine.remove("one");
        mine.add("two");
        controller.resync();
        soon().until(() -> operated.jobs("two").size() == 1);
        soon().until(() -> controller.registrations().size() == 1);
        operated.queue.messages("one", 5);
        assertThat(operated.jobs("one")).hasSize(1);
    }

    @Test
    void in_steady_state_nothing_is_written() {
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
    void an_api_server_that_fails_for_a_while_costs_nothing_but_the_while() {
        operated.start();
        operated.queue.messages("videos", 2);
        operated.create(operated.scaledJob("videos", ""));
        soon().until(() -> operated.jobs("videos").size() == 2);
        operated.cluster.proxy().faults(request -> Fault.answer(503, "ServiceUnavailable", "later"));
        operated.create(operated.scaledJob("sounds", ""));
        operated.queue.messages("sounds", 1);
        operated.queue.messages("videos", 4);
        soon().until(() -> operated.cluster.proxy().count("P") > 3);
        operated.cluster.proxy().faults(request -> Fault.NONE);
        soon().until(() -> operated.jobs("videos").size() == 4);
        soon().until(() -> operated.jobs("sounds").size() == 1);
        soon().until(() -> operated.condition("sounds", "Ready").startsWith("True"));
    }

    @Test
    void settings_that_contradict_are_refused() {
        assertThatThrownBy(() -> KedaController.builder(operated.cluster.client())
                        .namespaces("media")
                        .inAnyNamespace()
                        .start())
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("namespaces")
                .hasMessageContaining("at least one maker of sources");
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
