// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.autoscale.k8s.server.FaultProxy.Fault;
import io.autoscale.k8s.server.ProxiedRequest;
import io.autoscale.plan.JobOutcome.Status;
import io.autoscale.spec.ScaledJob;
import io.autoscale.workload.CensusException;
import io.autoscale.workload.CensusRequest;
import io.autoscale.workload.JobCensus;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests counting from a watch: when the count is reliable, and its cost. */
class CensusIT {

    private ApiServer server;
    private KubernetesJobs jobs;
    private ScaledJob job;

    @BeforeEach
    void start() {
        server = new ApiServer();
        jobs = KubernetesJobs.builder(server.client())
                .watchTimeout(Duration.ofSeconds(3))
                .build();
        job = server.scaledJob().build();
    }

    @AfterEach
    void stop() {
        jobs.close();
        server.close();
    }

    @Test
    void counting_needs_no_request_once_the_watch_is_open() {
        jobs.execute(job, ApiServer.plan(jobs, job, 5));
        await().until(() -> server.proxy().openWatches() == 2);
        server.proxy().forget();
        for (int round = 0; round < 100; round++) {
            assertThat(census().running()).isEqualTo(5);
        }
        assertThat(server.proxy().requests()).isEmpty();
    }

    @Test
    void one_watch_of_jobs_and_one_of_pods_serve_all_scaled_jobs_of_a_namespace() {
        for (int i = 0; i < 20; i++) {
            ScaledJob another = server.scaledJob().build();
            jobs.observe(new CensusRequest(another.ref(), List.of()));
        }
        assertThat(server.proxy().requests().stream().filter(ProxiedRequest::isWatch))
                .hasSize(2);
    }

    @Test
    void created_jobs_that_are_not_yet_observed_are_counted() {
        census();
        await().until(() -> server.proxy().openWatches() == 2);
        server.proxy().stallWatches(true);
        assertThat(jobs.execute(job, ApiServer.plan(jobs, job, 5)).count(Status.CREATED))
                .isEqualTo(5);
        assertThat(census().running()).isEqualTo(5);
        assertThat(census().pending()).isEqualTo(5);
        assertThat(ApiServer.plan(jobs, job, 5).jobsToCreate()).isEmpty();
        server.proxy().stallWatches(false);
        assertThat(census().running()).isEqualTo(5);
    }

    @Test
    void a_lagging_watch_fails_the_round_and_is_recreated() {
        try (KubernetesJobs strict = KubernetesJobs.builder(server.client())
                .maxWatchLag(Duration.ofMillis(50))
                .watchTimeout(Duration.ofSeconds(3))
                .build()) {
            strict.observe(new CensusRequest(job.ref(), List.of()));
            await().until(() -> server.proxy().openWatches() == 2);
            server.proxy().stallWatches(true);
            strict.execute(job, ApiServer.plan(strict, job, 3));
            await().untilAsserted(() -> assertThatThrownBy(
                            () -> strict.observe(new CensusRequest(job.ref(), List.of())))
                    .isInstanceOf(CensusException.class)
                    .hasMessageContaining("is behind: job " + server.namespace() + "/video-processor-00000"));
            server.proxy().stallWatches(false);
            await().ignoreExceptions()
                    .untilAsserted(() -> assertThat(strict.observe(new CensusRequest(job.ref(), List.of()))
                                    .running())
                            .isEqualTo(3));
        }
    }

    @Test
    void a_job_deleted_before_the_watch_showed_it_is_not_counted_forever() {
        try (KubernetesJobs strict = KubernetesJobs.builder(server.client())
                .maxWatchLag(Duration.ofMillis(50))
                .build()) {
            strict.execute(job, ApiServer.plan(strict, job, 2));
            get("video-processor-000001");
            server.direct().resource(get("video-processor-000001")).delete();
            await().untilAsserted(() -> assertThat(strict.observe(new CensusRequest(job.ref(), List.of()))
                            .running())
                    .isEqualTo(1));
        }
    }

    @Test
    void a_disconnected_watch_reconnects_and_shows_missed_changes() {
        jobs.execute(job, ApiServer.plan(jobs, job, 3));
        await().until(() -> server.proxy().openWatches() == 2);
        for (int cut = 0; cut < 5; cut++) {
            server.proxy().cutWatches();
            assertThat(census().running()).isEqualTo(3);
        }
        JobShapes.finish(server.direct(), get("video-processor-000002"), "Complete", "2030-01-01T12:00:00Z");
        await().untilAsserted(() -> assertThat(census().running()).isEqualTo(2));
    }

    @Test
    void a_watch_with_an_expired_resource_version_lists_again() {
        jobs.execute(job, ApiServer.plan(jobs, job, 3));
        await().until(() -> server.proxy().openWatches() == 2);
        server.proxy().expireWatches();
        JobShapes.finish(server.direct(), get("video-processor-000002"), "Failed", "2030-01-01T12:00:00Z");
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(census().failed()).isEqualTo(1));
        assertThat(census().running()).isEqualTo(2);
    }

    @Test
    void without_a_watch_the_round_fails_and_names_the_reason() {
        server.proxy().faults(request -> Fault.answer(403, "Forbidden", "jobs is forbidden"));
        try (KubernetesJobs refused = KubernetesJobs.builder(server.client())
                .watchTimeout(Duration.ofMillis(500))
                .build()) {
            assertThat(refused.trouble()).isEmpty(); // nothing is watched yet
            assertThatThrownBy(() -> refused.observe(new CensusRequest(job.ref(), List.of())))
                    .isInstanceOf(CensusException.class)
                    .hasMessageContaining("namespace " + server.namespace() + " is not connected: 403 ")
                    .hasMessageContaining("jobs is forbidden");
            assertThat(refused.trouble().orElseThrow()).contains("is not connected: 403 ");
        }
    }

    @Test
    void without_a_server_the_round_names_its_address() {
        try (KubernetesClient nowhere = new KubernetesClientBuilder()
                        .withConfig(new ConfigBuilder()
                                .withMasterUrl("http://127.0.0.1:1")
                                .withRequestRetryBackoffLimit(0)
                                .build())
                        .build();
                KubernetesJobs jobs = KubernetesJobs.builder(nowhere)
                        .watchTimeout(Duration.ofMillis(500))
                        .build()) {
            assertThatThrownBy(() -> jobs.observe(new CensusRequest(job.ref(), List.of())))
                    .isInstanceOf(CensusException.class)
                    .hasMessageEndingWith("is not connected: no response from 127.0.0.1:1 (ConnectException)");
        }
    }

    @Test
    void pods_that_cannot_be_watched_fail_the_round_too() {
        server.proxy()
                .faults(request ->
                        request.path().contains("/pods") ? Fault.answer(500, "InternalError", "no pods") : Fault.NONE);
        try (KubernetesJobs half = KubernetesJobs.builder(server.client())
                .watchTimeout(Duration.ofMillis(500))
                .build()) {
            assertThatThrownBy(() -> half.observe(new CensusRequest(job.ref(), List.of())))
                    .isInstanceOf(CensusException.class)
                    .hasMessageContaining("no pods");
        }
    }

    @Test
    void a_permanently_lost_watch_fails_rounds_until_it_reconnects() {
        jobs.execute(job, ApiServer.plan(jobs, job, 3));
        await().until(() -> server.proxy().openWatches() == 2);
        server.proxy().faults(request -> Fault.CUT_BEFORE);
        server.proxy().cutWatches();
        await().untilAsserted(() -> assertThatThrownBy(this::census).isInstanceOf(CensusException.class));
        server.proxy().faults(request -> Fault.NONE);
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(census().running()).isEqualTo(3));
    }

    @Test
    void a_pod_counts_for_the_job_that_controls_it_and_not_for_one_of_the_same_name() {
        jobs.execute(job, ApiServer.plan(jobs, job, 1));
        Job made = get("video-processor-000001");
        pod("of-an-earlier-job", made, "another-uid");
        assertThat(census().pending()).isEqualTo(1);
        pod("its-own", made, made.getMetadata().getUid());
        await().untilAsserted(() -> assertThat(census().pending()).isZero());
        assertThat(census().running()).isEqualTo(1);
    }

    @Test
    void after_closing_no_census_and_no_watch_is_available() {
        census();
        await().until(() -> server.proxy().openWatches() == 2);
        jobs.close();
        assertThatThrownBy(this::census).isInstanceOf(CensusException.class);
        await().until(() -> server.proxy().openWatches() == 0);
    }

    private JobCensus census() {
        return jobs.observe(new CensusRequest(job.ref(), List.of()));
    }

    private void pod(String name, Job owner, String uid) {
        server.direct()
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(server.namespace())
                        .addToLabels("scaledjob.keda.sh/name", "video-processor")
                        .addNewOwnerReference()
                        .withApiVersion("batch/v1")
                        .withKind("Job")
                        .withName(owner.getMetadata().getName())
                        .withUid(uid)
                        .withController(true)
                        .endOwnerReference()
                        .endMetadata()
                        .withNewSpec()
                        .withRestartPolicy("Never")
                        .addNewContainer()
                        .withName("encoder")
                        .withImage("encoder:1")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
        server.direct()
                .pods()
                .inNamespace(server.namespace())
                .withName(name)
                .editStatus(pod -> new PodBuilder(pod)
                        .editOrNewStatus()
                        .withPhase("Running")
                        .endStatus()
                        .build());
    }

    private Job get(String name) {
        return server.direct()
                .batch()
                .v1()
                .jobs()
                .inNamespace(server.namespace())
                .withName(name)
                .get();
    }
}
