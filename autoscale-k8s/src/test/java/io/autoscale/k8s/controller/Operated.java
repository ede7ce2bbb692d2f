// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.controller;

import static org.awaitility.Awaitility.await;

import io.autoscale.k8s.internal.KedaKinds;
import io.autoscale.k8s.job.JobShapes;
import io.autoscale.k8s.server.KedaDefinitions;
import io.autoscale.k8s.server.TestCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/**
 * A cluster with KEDA's resource definitions, a queue, and controllers that are started and
 * stopped.
 */
final class Operated implements AutoCloseable {

    final TestCluster cluster = new TestCluster();
    final TestQueue queue = new TestQueue();
    private final List<KedaController> controllers = new ArrayList<>();

    Operated() {
        if (cluster.isReal()) {
            KedaDefinitions.install(cluster.direct());
        }
    }

    /** Starts a controller for the namespace, and waits until it is ready. */
    KedaController start(Consumer<KedaControllerBuilder> change) {
        KedaController started = startWith(cluster.client(), change);
        soon().until(started::isReady);
        return started;
    }

    KedaController start() {
        return start(builder -> {});
    }

    /** Starts another controller; closed with the others. */
    KedaController startWith(KubernetesClient client, Consumer<KedaControllerBuilder> change) {
        KedaControllerBuilder builder = KedaController.builder(client)
                .namespaces(cluster.namespace())
                .sources(List.of(queue))
                .jobs(jobs -> jobs.watchTimeout(Duration.ofMillis(200)));
        change.accept(builder);
        KedaController started = builder.start();
        controllers.add(started);
        return started;
    }

    void stop() {
        controllers.forEach(KedaController::close);
        controllers.clear();
    }

    static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
    }

    /**
     * Returns a ScaledJob that reads the queue of the same name every second; the text is appended
     * to its spec.
     */
    String scaledJob(String name, String more) {
        return """
                apiVersion: keda.sh/v1alpha1
                kind: ScaledJob
                metadata:
                  name: %s
                  namespace: %s
                spec:
                  pollingInterval: 1
                %s
                  jobTargetRef:
                    template:
                      spec:
                        restartPolicy: Never
                        containers: [{name: encoder, image: 'encoder:1'}]
                  triggers: [{type: test-queue, metadata: {queue: %s}}]
                """.formatted(name, cluster.namespace(), more.isEmpty() ? "" : "  " + more, name);
    }

    /** Makes a ScaledJob, and more than one controller could. */
    void create(String yaml) {
        GenericKubernetesResource resource = Serialization.unmarshal(yaml, GenericKubernetesResource.class);
        of(KedaKinds.SCALED_JOBS)
                .inNamespace(cluster.namespace())
                .resource(resource)
                .create();
    }

    /** Replaces the spec of a ScaledJob, as {@code kubectl apply} would. */
    void update(String yaml) {
        GenericKubernetesResource changed = Serialization.unmarshal(yaml, GenericKubernetesResource.class);
        String name = changed.getMetadata().getName();
        List<Map<String, Object>> patch = new ArrayList<>();
        patch.add(Map.of("op", "replace", "path", "/spec", "value", changed.get("spec")));
        if (!cluster.isReal()) { // fabric8's server does not do this
            long generation = generation(resource(name).get()) + 1;
            patch.add(Map.of("op", "add", "path", "/metadata/generation", "value", generation));
        }
        resource(name).patch(PatchContext.of(PatchType.JSON), Serialization.asJson(patch));
    }

    void annotate(String name, String annotation, @Nullable String value) {
        Map<String, @Nullable String> change = new HashMap<>();
        change.put(annotation, value);
        String patch = Serialization.asJson(Map.of("metadata", Map.of("annotations", change)));
        resource(name).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }

    Resource<GenericKubernetesResource> resource(String name) {
        return of(KedaKinds.SCALED_JOBS).inNamespace(cluster.namespace()).withName(name);
    }

    io.fabric8.kubernetes.client.dsl.MixedOperation<
                    GenericKubernetesResource,
                    io.fabric8.kubernetes.api.model.GenericKubernetesResourceList,
                    Resource<GenericKubernetesResource>>
            of(ResourceDefinitionContext kind) {
        return cluster.direct().genericKubernetesResources(kind);
    }

    List<Job> jobs(String scaledJob) {
        return cluster.direct()
                .batch()
                .v1()
                .jobs()
                .inNamespace(cluster.namespace())
                .withLabel("scaledjob.keda.sh/name", scaledJob)
                .list()
                .getItems();
    }

    void finish(Job job) {
        JobShapes.finish(cluster.direct(), job, "Complete", "2030-01-01T12:00:00Z");
    }

    /** {@code status reason} of a condition; empty for none. */
    @SuppressWarnings("unchecked")
    String condition(String name, String type) {
        GenericKubernetesResource found = resource(name).get();
        Object conditions = found == null ? null : found.get("status", "conditions");
        if (!(conditions instanceof List<?> all)) {
            return "";
        }
        return all.stream()
                .map(condition -> (Map<String, String>) condition)
                .filter(condition -> type.equals(condition.get("type")))
                .map(condition ->
                        condition.get("status") + " " + condition.get("reason") + " " + condition.get("message"))
                .findFirst()
                .orElse("");
    }

    List<String> eventReasons(String name) {
        return cluster.direct().v1().events().inNamespace(cluster.namespace()).list().getItems().stream()
                .filter(event -> name.equals(event.getInvolvedObject().getName()))
                .map(io.fabric8.kubernetes.api.model.Event::getReason)
                .toList();
    }

    private static long generation(GenericKubernetesResource resource) {
        Long generation = resource.getMetadata().getGeneration();
        return generation == null ? 1 : generation;
    }

    @Override
    public void close() {
        try {
            stop();
        } finally {
            cluster.close();
        }
    }
}
