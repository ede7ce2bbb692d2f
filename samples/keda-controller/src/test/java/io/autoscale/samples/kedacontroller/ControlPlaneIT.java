// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.kedacontroller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The packaged controller. {@code -Dcontrol-plane.minutes=10} makes the random test longer. */
@EnabledIfEnvironmentVariable(
        named = OnControlPlane.CLUSTER,
        matches = ".+",
        disabledReason = "needs a control plane for itself: run it by .ci/control-plane")
class ControlPlaneIT extends OnControlPlane {

    private static final int MESSAGES_PER_MINUTE = 250;
    private static final int MAXIMUM = 100;

    @Test
    void the_manifests_of_the_tutorial_process_ten_messages_with_ten_jobs() throws Exception {
        controller();
        for (String manifest : List.of("service-account", "result-analyzer", "producer", "scaled-job-consumer")) {
            plane.apply(tutorial(manifest, manifest(manifest)));
        }
        queue.send(10);
        soon().until(() -> consumers.processed() == 10 && consumers.unfinished() == 0);
        assertThat(consumers.jobsCreated()).isEqualTo(10);
        assertThat(consumers.withoutMessage()).isZero();
        soon().until(() -> complete().size() == 10);
        soon().until(() -> condition("Active").startsWith("False"));
        assertThat(condition("Ready")).startsWith("True ScaledJobReady");
    }

    @Test
    void two_controllers_that_are_killed_and_stopped_at_random_process_every_message_once() throws Exception {
        long seed = Long.getLong("control-plane.seed", System.nanoTime());
        int minutes = Integer.getInteger("control-plane.minutes", 1);
        System.out.println("seed " + seed + ", " + minutes + " min");
        Random random = new Random(seed);
        List<Process> replicas = new ArrayList<>(List.of(controller(), controller()));
        plane.apply(consumer("test/slow: 'yes', test/failing: 'yes'"));
        int messages = MESSAGES_PER_MINUTE * minutes;
        queue.send(messages);
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
        while (System.nanoTime() < end) {
            pause(2 + random.nextInt(4));
            int victim = random.nextInt(2);
            if (random.nextBoolean()) {
                replicas.get(victim).destroyForcibly().waitFor();
                replicas.set(victim, controller());
            } else {
                ControllerJar.signal(replicas.get(victim), "STOP");
                pause(1 + random.nextInt(8));
                ControllerJar.signal(replicas.get(victim), "CONT");
            }
        }
        await().atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> queue.messages() == 0 && consumers.unfinished() == 0);
        System.out.println("messages " + messages + ", jobs " + consumers.jobsCreated() + ", most unfinished "
                + consumers.mostUnfinished() + ", without a message " + consumers.withoutMessage());
        assertThat(consumers.processed()).as("messages processed").isEqualTo(messages);
        assertThat(consumers.mostUnfinished()).as("most unfinished jobs").isLessThanOrEqualTo(MAXIMUM);
        assertThat(consumers.jobsCreated()).as("jobs").isEqualTo(messages);
    }

    @Test
    void a_quota_is_a_condition_and_scaling_goes_on_when_it_is_raised() throws Exception {
        controller();
        admin.resource(new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("few-jobs")
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .addToHard("count/jobs.batch", new io.fabric8.kubernetes.api.model.Quantity("0"))
                        .endSpec()
                        .build())
                .create();
        soon().until(() -> admin.resourceQuotas()
                        .inNamespace(namespace)
                        .withName("few-jobs")
                        .get()
                        .getStatus()
                        .getHard()
                != null);
        plane.apply(consumer());
        queue.send(3);
        soon().until(() -> condition("Ready").startsWith("False KEDAJobCreateFailed"));
        assertThat(condition("Ready")).contains("exceeded quota: few-jobs");
        admin.resourceQuotas().inNamespace(namespace).withName("few-jobs").delete();
        soon().until(() -> consumers.processed() == 3);
        soon().until(() -> condition("Ready").startsWith("True"));
    }

    @Test
    void an_admission_policy_that_refuses_jobs_is_a_condition_until_it_is_gone() throws Exception {
        controller();
        Path policy = Files.writeString(folder.resolve("policy.yaml"), """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: no-jobs}
                spec:
                  matchConstraints:
                    namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
                    resourceRules: [{apiGroups: [batch], apiVersions: [v1], operations: [CREATE], resources: [jobs]}]
                  validations: [{expression: 'false', message: no job may run here}]
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: no-jobs}
                spec: {policyName: no-jobs, validationActions: [Deny]}
                """.formatted(namespace));
        plane.apply(policy);
        plane.apply(consumer());
        soon().until(() -> condition("Ready").startsWith("True"));
        queue.send(2);
        // a policy takes a moment to be in force, so that the first jobs may pass
        soon().until(() -> condition("Ready").startsWith("False KEDAJobCreateFailed") || consumers.processed() == 2);
        if (consumers.processed() == 2) {
            queue.send(2);
        }
        soon().until(() -> condition("Ready").contains("no job may run here"));
        admin.load(Files.newInputStream(policy))
                .items()
                .forEach(resource -> admin.resource(resource).delete());
        soon().until(() -> consumers.processed() >= 2 && queue.messages() == 0);
        soon().until(() -> condition("Ready").startsWith("True"));
    }

    @Test
    void the_definitions_accept_every_manifest_that_validate_accepts() throws Exception {
        List<String> refused = new ArrayList<>();
        plane.create("x"); // the namespace of one of them
        for (String line : Files.readAllLines(Path.of("src/test/resources/cases/expected.tsv"))) {
            String[] cells = line.split("\t", -1);
            if (cells.length > 1 && cells[1].equals("0") && isOfKeda(cells[0])) {
                Process kubectl = new ProcessBuilder(
                                Path.of(System.getenv("AUTOSCALE_TEST_KUBE_BINARIES"), "kubectl")
                                        .toString(),
                                "create",
                                "--dry-run=server",
                                "--validate=strict",
                                "-f",
                                Path.of("src/test/resources/cases/manifests", cells[0])
                                        .toString())
                        .redirectErrorStream(true)
                        .start();
                String output = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (kubectl.waitFor() != 0) {
                    refused.add(cells[0] + ": " + output);
                }
            }
        }
        assertThat(refused).isEmpty();
    }

    @Test
    void a_restarted_api_server_is_only_a_delay() throws Exception {
        controller();
        plane.apply(consumer());
        queue.send(5);
        soon().until(() -> consumers.processed() == 5);
        restartApiServer();
        queue.send(5);
        await().atMost(Duration.ofMinutes(3)).until(() -> consumers.processed() == 10);
        assertThat(consumers.jobsCreated()).isEqualTo(10);
    }

    @Test
    void changes_that_are_missed_by_an_expired_watch_are_listed_again() throws Exception {
        Process controller = controller();
        plane.apply(consumer());
        queue.send(2);
        soon().until(() -> consumers.processed() == 2 && consumers.unfinished() == 0);
        ControllerJar.signal(controller, "STOP");
        complete()
                .forEach(job -> admin.resource(job)
                        .edit(changed -> new JobBuilder(changed)
                                .editMetadata()
                                .addToAnnotations("test/changed", "yes")
                                .endMetadata()
                                .build()));
        // the new server cannot send what the suspended controller missed
        restartApiServer();
        soon().ignoreExceptions()
                .until(() -> admin.namespaces().withName(namespace).get() != null);
        ControllerJar.signal(controller, "CONT");
        queue.send(3);
        await().atMost(Duration.ofMinutes(3)).until(() -> consumers.processed() == 5);
        assertThat(consumers.jobsCreated()).isEqualTo(5);
    }

    @Test
    void withdrawn_permissions_are_a_condition_until_they_are_given_back() throws Exception {
        controller();
        plane.apply(consumer());
        soon().until(() -> condition("Ready").startsWith("True"));
        var role = admin.rbac().clusterRoles().withName("keda-controller.autoscale");
        var before = role.get();
        role.edit(current -> {
            current.getRules().removeIf(rule -> rule.getResources().contains("jobs"));
            return current;
        });
        queue.send(2);
        soon().until(() -> condition("Ready").contains("jobs.batch is forbidden")
                || condition("Ready").contains("cannot"));
        assertThat(condition("Ready")).startsWith("False");
        before.getMetadata().setResourceVersion(null);
        role.edit(current -> {
            current.setRules(before.getRules());
            return current;
        });
        soon().until(() -> consumers.processed() == 2);
        soon().until(() -> condition("Ready").startsWith("True"));
    }

    @Test
    void a_definition_that_disappears_and_returns_needs_no_restart() throws Exception {
        controller();
        plane.apply(consumer());
        queue.send(1);
        soon().until(() -> consumers.processed() == 1);
        var definition = admin.apiextensions().v1().customResourceDefinitions().withName("scaledjobs.keda.sh");
        definition.delete();
        soon().until(() -> definition.get() == null);
        plane.apply(Path.of("deploy/chart/files/crds.yaml"));
        soon().ignoreExceptions().until(() -> {
            plane.apply(consumer());
            return true;
        });
        queue.send(1);
        await().atMost(Duration.ofMinutes(3)).until(() -> consumers.processed() == 2);
    }

    @Test
    void a_namespace_that_is_deleted_ends_its_scaled_jobs_and_no_others() throws Exception {
        controller();
        plane.apply(consumer());
        queue.send(2);
        soon().until(() -> consumers.jobsCreated() == 2);
        admin.namespaces().withName(namespace).delete();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> admin.namespaces().withName(namespace).get() == null);
    }

    @Test
    void each_permission_is_used() throws Exception {
        controller();
        plane.apply(consumer("test/slow: 'yes', test/failing: 'yes'"));
        String foreign = "video-processor-000001";
        admin.load(new ByteArrayInputStream("""
                apiVersion: batch/v1
                kind: Job
                metadata: {name: %s}
                spec: {suspend: true, template: {spec: {restartPolicy: Never, containers: [{name: a, image: a}]}}}
                """.formatted(foreign).getBytes(StandardCharsets.UTF_8)))
                .inNamespace(namespace)
                .create();
        queue.send(3); // a name is taken: the job that has it is read
        soon().until(() -> consumers.jobsCreated() == 3);
        plane.apply(consumer()); // another template: the unfinished jobs are deleted
        soon().until(() -> consumers.processed() == 3);
        scaledJob().delete(); // the jobs are taken from their owner
        soon().until(() -> scaledJob().get() == null);
        plane.apply(tutorial("authentications", """
                apiVersion: keda.sh/v1alpha1
                kind: ClusterTriggerAuthentication
                metadata: {name: keys}
                spec:
                  secretTargetRef: [{parameter: awsAccessKeyID, name: keys, key: id}]
                  configMapTargetRef: [{parameter: awsSecretAccessKey, name: keys, key: key}]
                ---
                apiVersion: keda.sh/v1alpha1
                kind: ClusterTriggerAuthentication
                metadata: {name: role}
                spec: {podIdentity: {provider: aws, identityOwner: workload}}
                """ + with("keys") + with("role")));
        // an Event is patched when it repeats for ten minutes
        soon().untilAsserted(
                        () -> assertThat(plane.grantedAndUnused(audit())).isSubsetOf("get events", "patch events"));
    }

    private String with(String authentication) {
        return """
                ---
                apiVersion: keda.sh/v1alpha1
                kind: ScaledJob
                metadata: {name: with-%1$s, namespace: %2$s}
                spec:
                  jobTargetRef: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: a}]}}}
                  triggers:
                  - type: aws-sqs-queue
                    authenticationRef: {name: %1$s, kind: ClusterTriggerAuthentication}
                    metadata: {queueURL: '%3$s', awsRegion: eu-west-1}
                """.formatted(authentication, namespace, queue.queueUrl());
    }

    private static boolean isOfKeda(String manifest) throws IOException {
        return Files.readString(Path.of("src/test/resources/cases/manifests", manifest))
                .contains("keda.sh/");
    }
}
