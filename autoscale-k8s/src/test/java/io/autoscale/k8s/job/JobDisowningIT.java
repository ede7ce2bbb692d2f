// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.autoscale.k8s.server.FaultProxy.Fault;
import io.autoscale.plan.ExecutionOutcome;
import io.autoscale.plan.ScalingPlan;
import io.autoscale.spec.ScaledJob;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobDisowningIT {

    private static final String OWNER = "uid-1";

    private final ApiServer server = new ApiServer();
    private final KubernetesJobs jobs =
            KubernetesJobs.builder(server.client()).owner(owner(OWNER, true)).build();
    private final ScaledJob job = server.scaledJob().build();
    // on two cores, the common pool of JDK 25 has one thread
    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    @AfterEach
    void stop() {
        server.proxy().faults(request -> Fault.NONE);
        jobs.close();
        server.close();
        threads.shutdownNow();
    }

    @Test
    void only_the_given_owner_is_removed() {
        jobs.execute(job, ApiServer.plan(jobs, job, 2));
        Job first = all().get(0);
        first.getMetadata().getOwnerReferences().add(owner("uid-2", false));
        server.direct().resource(first).update();
        assertThat(jobs.disown(job.ref(), OWNER)).isEqualTo(2);
        assertThat(all())
                .flatExtracting(each -> each.getMetadata().getOwnerReferences())
                .extracting(OwnerReference::getUid)
                .containsExactly("uid-2");
    }

    @Test
    void a_job_whose_creation_is_under_way_loses_its_owner_too() throws Exception {
        ScalingPlan plan = ApiServer.plan(jobs, job, 1);
        CountDownLatch released = new CountDownLatch(1);
        server.proxy()
                .faults(request -> request.toString().startsWith("POST")
                        ? exchange -> {
                            if (released.await(1, TimeUnit.MINUTES)) {
                                exchange.forward();
                            }
                        }
                        : Fault.NONE);
        CompletableFuture<ExecutionOutcome> creating =
                CompletableFuture.supplyAsync(() -> jobs.execute(job, plan), threads);
        await().until(() -> server.proxy().count("POST") == 1);
        CompletableFuture<Integer> disowning =
                CompletableFuture.supplyAsync(() -> jobs.disown(job.ref(), OWNER), threads);
        // without the wait it lists the jobs at once, and finds none
        await().during(Duration.ofMillis(300)).until(() -> !disowning.isDone());
        released.countDown();
        assertThat(disowning.get(1, TimeUnit.MINUTES)).isEqualTo(1);
        assertThat(creating.get(1, TimeUnit.MINUTES).jobs()).hasSize(1);
        assertThat(all())
                .singleElement()
                .satisfies(made ->
                        assertThat(made.getMetadata().getOwnerReferences()).isNullOrEmpty());
    }

    private List<Job> all() {
        return server.direct()
                .batch()
                .v1()
                .jobs()
                .inNamespace(server.namespace())
                .list()
                .getItems();
    }

    private static OwnerReference owner(String uid, boolean controller) {
        return new OwnerReferenceBuilder()
                .withApiVersion("keda.sh/v1alpha1")
                .withKind("ScaledJob")
                .withName("video-processor")
                .withUid(uid)
                .withController(controller)
                .build();
    }
}
