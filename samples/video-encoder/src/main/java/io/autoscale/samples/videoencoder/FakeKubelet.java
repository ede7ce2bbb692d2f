// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.videoencoder;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small fake of kubelet and job controller: creates a pod for each new job, runs the work of its
 * container in this JVM, and updates pod and job status as a cluster would.
 */
final class FakeKubelet implements AutoCloseable {

    /** The work of a pod's container. */
    interface Container {
        void run() throws Exception;
    }

    private static final Logger LOG = LoggerFactory.getLogger(FakeKubelet.class);

    private final KubernetesClient client;
    private final Container container;
    private final InstantSource clock;
    private final ExecutorService nodes;
    private final SharedIndexInformer<Job> informer;
    private final Set<String> begun = ConcurrentHashMap.newKeySet();

    FakeKubelet(KubernetesClient client, String namespace, int pods, Container container, InstantSource clock) {
        this.client = client;
        this.container = container;
        this.clock = clock;
        AtomicInteger number = new AtomicInteger();
        this.nodes = Executors.newFixedThreadPool(pods, task -> {
            Thread thread = new Thread(task, "pod-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        this.informer = client.batch().v1().jobs().inNamespace(namespace).inform(new ResourceEventHandler<Job>() {
            @Override
            public void onAdd(Job job) {
                if (begun.add(job.getMetadata().getName())) {
                    nodes.execute(() -> serve(job));
                }
            }

            @Override
            public void onUpdate(Job before, Job after) {}

            @Override
            public void onDelete(Job job, boolean unknown) {}
        });
    }

    @Override
    public void close() {
        informer.close();
        nodes.shutdownNow();
        try {
            nodes.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(Job job) {
        Pod pod = client.resource(pod(job)).create();
        move(pod, "Running");
        boolean succeeded = worked(job);
        move(pod, succeeded ? "Succeeded" : "Failed");
        finish(job, succeeded ? "Complete" : "Failed");
    }

    private boolean worked(Job job) {
        try {
            container.run();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception e) {
            LOG.warn("pod of {} failed", job.getMetadata().getName(), e);
            return false;
        }
    }

    private static Pod pod(Job job) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(job.getMetadata().getName() + "-0")
                .withNamespace(job.getMetadata().getNamespace())
                .withLabels(job.getSpec().getTemplate().getMetadata().getLabels())
                .addToLabels("batch.kubernetes.io/job-name", job.getMetadata().getName())
                .addToLabels("job-name", job.getMetadata().getName())
                .addNewOwnerReference()
                .withApiVersion("batch/v1")
                .withKind("Job")
                .withName(job.getMetadata().getName())
                .withUid(job.getMetadata().getUid())
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withSpec(job.getSpec().getTemplate().getSpec())
                .withNewStatus()
                .withPhase("Pending")
                .endStatus()
                .build();
    }

    private void move(Pod pod, String phase) {
        client.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .editStatus(current -> new PodBuilder(current)
                        .editOrNewStatus()
                        .withPhase(phase)
                        .endStatus()
                        .build());
    }

    private void finish(Job job, String condition) {
        String now = clock.instant().toString();
        client.batch()
                .v1()
                .jobs()
                .inNamespace(job.getMetadata().getNamespace())
                .withName(job.getMetadata().getName())
                .editStatus(current -> new JobBuilder(current)
                        .editOrNewStatus()
                        .withActive(0)
                        .withCompletionTime(condition.equals("Complete") ? now : null)
                        .addNewCondition()
                        .withType(condition)
                        .withStatus("True")
                        .withLastTransitionTime(now)
                        .endCondition()
                        .endStatus()
                        .build());
    }
}
