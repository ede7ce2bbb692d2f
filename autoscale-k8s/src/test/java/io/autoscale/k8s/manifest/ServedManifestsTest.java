// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.autoscale.k8s.resource.TriggerAuthentication;
import io.autoscale.spec.ScaledJob;
import io.autoscale.validation.Violation;
import io.autoscale.workload.WorkloadRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects as the API server and kubectl give them, and several files together. */
class ServedManifestsTest {

    private static final String SERVED = """
            {"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledJob",
             "metadata": {"name": "one", "namespace": "media", "uid": "1-2", "resourceVersion": "77",
               "generation": 3, "creationTimestamp": "2026-01-01T00:00:00Z", "selfLink": "/x",
               "finalizers": ["finalizer.keda.sh"], "deletionGracePeriodSeconds": 0,
               "ownerReferences": [{"apiVersion": "v1", "kind": "ConfigMap", "name": "x", "uid": "3"}],
               "managedFields": [{"manager": "kubectl", "operation": "Apply", "fieldsV1": {"f:spec": {}}}]},
             "spec": {"pollingInterval": 10, "rollout": {}, "scalingStrategy": {},
               "jobTargetRef": {"template": {"metadata": {"creationTimestamp": null},
                 "spec": {"containers": [{"name": "a", "image": "a", "resources": {}}]}}},
               "triggers": [{"type": "aws-sqs-queue", "metadata": {"queueURL": "q"}}]},
             "status": {"conditions": [{"type": "Ready", "status": "True"}], "Paused": "Unknown"}}
            """;
    private static final String AUTHENTICATION = """
            apiVersion: keda.sh/v1alpha1
            kind: TriggerAuthentication
            metadata: {name: aws, uid: 1-2, resourceVersion: '7', finalizers: [finalizer.keda.sh]}
            spec: {podIdentity: {provider: aws}}
            status: {scaledjobs: one}
            """;

    @TempDir
    Path folder;

    @Test
    void fields_added_by_the_api_server_are_no_warning() {
        for (String served : List.of(SERVED, AUTHENTICATION)) {
            KedaManifests manifests = KedaManifests.parse("the API server", served);
            assertThat(manifests.errors()).isEmpty();
            assertThat(manifests.warnings()).isEmpty();
        }
        ScaledJob job = KedaManifests.parse("x", SERVED).scaledJobs().get(0);
        assertThat(job.ref()).isEqualTo(WorkloadRef.scaledJob("media", "one"));
        assertThat(job.generation()).isEqualTo(3);
    }

    @Test
    void a_list_of_kubectl_is_read_as_its_items() {
        String list = "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [" + SERVED + ","
                + SERVED.replace("\"one\"", "\"two\"") + "]}";
        KedaManifests manifests = KedaManifests.parse("list.json", list);
        assertThat(manifests.errors()).isEmpty();
        assertThat(manifests.scaledJobs()).extracting(ScaledJob::name).containsExactly("one", "two");
    }

    @Test
    void empty_documents_are_skipped() {
        assertThat(KedaManifests.parse("x", "---\n---\n" + AUTHENTICATION + "---\n")
                        .errors())
                .isEmpty();
    }

    @Test
    void several_files_are_read_as_one_and_a_duplicate_object_is_an_error() throws IOException {
        Path one = Files.writeString(folder.resolve("one.yaml"), AUTHENTICATION);
        Path two = Files.writeString(folder.resolve("two.json"), SERVED);
        Path three = Files.writeString(
                folder.resolve("three.yaml"),
                AUTHENTICATION.replace("name: aws", "name: aws, namespace: media") + "---\n" + AUTHENTICATION);
        KedaManifests manifests = KedaManifests.read(List.of(one, two, three));
        assertThat(manifests.scaledJobs()).hasSize(1);
        assertThat(manifests.triggerAuthentications()).hasSize(2);
        assertThat(manifests.errors())
                .singleElement()
                .hasToString(three + ":9: metadata.name: 'aws' is not valid, expected one TriggerAuthentication"
                        + " default/aws; it is also defined at " + one + ":1");
    }

    @Test
    void the_same_error_in_two_documents_is_reported_twice() {
        String bad = SERVED.replace("\"pollingInterval\": 10", "\"pollingInterval\": 0");
        KedaManifests manifests = KedaManifests.parse("x", bad + "---\n" + bad.replace("\"one\"", "\"two\""));
        assertThat(manifests.errors())
                .extracting(ManifestViolation::path)
                .containsExactly("spec.pollingInterval", "spec.pollingInterval");
        assertThat(manifests.scaledJobs()).isEmpty();
    }

    @Test
    void a_later_error_has_the_line_of_its_field_or_the_nearest_enclosing_one() {
        DeclaredTrigger trigger =
                KedaManifests.parse("job.json", SERVED).triggers().get(0);
        assertThat(trigger.workload()).isEqualTo(WorkloadRef.scaledJob("media", "one"));
        assertThat(trigger.violation(new Violation("metadata.queueURL", "q", "x")))
                .isEqualTo(new ManifestViolation(
                        "job.json", 10, new Violation("spec.triggers[0].metadata.queueURL", "q", "x")));
        assertThat(trigger.violation(Violation.missing("metadata.awsRegion", "x"))
                        .line())
                .isEqualTo(10);
        KedaManifests authentications = KedaManifests.parse("auth.yaml", AUTHENTICATION);
        TriggerAuthentication authentication =
                authentications.triggerAuthentications().get(0);
        assertThat(authentications.violation(authentication, Violation.missing("podIdentity.roleArn", "x")))
                .isEqualTo(new ManifestViolation("auth.yaml", 4, Violation.missing("spec.podIdentity.roleArn", "x")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KedaManifests.parse("x", "").violation(authentication, Violation.missing("a", "b")));
    }

    @Test
    void triggers_of_an_invalid_job_can_still_be_checked() {
        KedaManifests manifests =
                KedaManifests.parse("job.json", SERVED.replace("\"pollingInterval\": 10", "\"pollingInterval\": 0"));
        assertThat(manifests.scaledJobs()).isEmpty();
        assertThat(manifests.triggers()).singleElement().satisfies(declared -> {
            assertThat(declared.trigger().metadata()).containsEntry("queueURL", "q");
            assertThat(declared.template()).isPresent();
        });
    }

    @Test
    void a_value_that_may_be_a_secret_is_masked() {
        KedaManifests manifests = KedaManifests.parse(
                "job.json", SERVED.replace("\"queueURL\": \"q\"", "\"queueURL\": 1, \"awsSecretAccessKey\": 1234567"));
        assertThat(manifests.errors())
                .extracting(ManifestViolation::toString)
                .anyMatch(text -> text.contains("queueURL: '1'"))
                .anyMatch(text -> text.contains("awsSecretAccessKey: '****'"))
                .noneMatch(text -> text.contains("1234567"));
    }

    @Test
    void a_duplicate_field_is_an_error_with_the_line_of_the_second() {
        KedaManifests manifests = KedaManifests.parse("auth.yaml", AUTHENTICATION + "metadata: {name: two}\n");
        assertThat(manifests.triggerAuthentications()).isEmpty();
        assertThat(manifests.errors())
                .singleElement()
                .hasToString("auth.yaml:6: metadata: 'metadata' is not valid, expected each field once");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name: ' '", "name: ''", "name: x, namespace: ' '", "namespace: y"})
    void blank_names_are_errors_of_any_kind_and_nothing_is_thrown(String metadata) {
        for (String kind : List.of("ScaledJob", "ScaledObject", "TriggerAuthentication")) {
            KedaManifests manifests = KedaManifests.parse(
                    "x",
                    "apiVersion: keda.sh/v1alpha1\nkind: " + kind + "\nmetadata: {" + metadata
                            + "}\nspec: {triggers: [{type: ''}]}\n");
            assertThat(manifests.errors()).anyMatch(error -> error.line() == 3);
        }
    }

    @Test
    void an_empty_namespace_counts_as_missing() {
        assertThat(KedaManifests.parse("x", AUTHENTICATION.replace("uid: 1-2", "namespace: ''"))
                        .triggerAuthentications()
                        .get(0)
                        .namespace())
                .isEqualTo("default");
    }
}
