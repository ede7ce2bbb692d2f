// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.controller;

import io.autoscale.Autoscaler;
import io.autoscale.AutoscalerBuilder;
import io.autoscale.engine.Registration;
import io.autoscale.k8s.auth.KubernetesAuthProvider;
import io.autoscale.k8s.auth.KubernetesAuthProviderBuilder;
import io.autoscale.k8s.internal.KedaKinds;
import io.autoscale.k8s.job.KubernetesJobs;
import io.autoscale.k8s.job.KubernetesJobsBuilder;
import io.autoscale.k8s.status.KubernetesEvents;
import io.autoscale.k8s.status.StatusWriter;
import io.autoscale.workload.WorkloadRef;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A controller for {@code ScaledJob}, {@code TriggerAuthentication} and {@code ClusterTriggerAuthentication} of
 * {@code keda.sh/v1alpha1}. It watches these resources and scales them with the engine.
 *
 * <ul>
 *   <li>A ScaledJob is scaled from its creation until its deletion. An update keeps the state of its rounds. It changes
 *       existing jobs only by an immediate rollout of another template.
 *   <li>A ScaledJob with an error or an unsupported field is not scaled. Its condition {@code Ready} reports the error.
 *   <li>The next round uses changed authentications and rotated Secrets.
 *   <li>Jobs created by KEDA are counted because they have the same label. Jobs created by this controller have the
 *       same owner, label and finalizer. A namespace can therefore be migrated to this controller and back.
 * </ul>
 *
 * <p>Two controllers for the same ScaledJobs never create more jobs than planned, but do redundant work. With
 * {@link KedaControllerBuilder#serves}, each scales its own share.
 *
 * <p>Thread-safe. The client is closed by its owner, after this object.
 */
public final class KedaController implements AutoCloseable {

    /**
     * The annotation on a ScaledJob that defines what happens to its jobs when it is deleted: {@code orphan},
     * {@code drain} or {@code kill}. Any other text means drain, which loses nothing.
     */
    public static final String REMOVAL_ANNOTATION = "autoscale.io/removal";

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);
    private static final int THREADS = 2;

    private final WatchedResources resources;
    private final WorkQueue<WorkloadRef> queue;
    private final Reconciler reconciler;
    private final KubernetesAuthProvider authentication;
    private final KubernetesJobs jobs;
    private final KubernetesEvents events;
    private final StatusReporter status;
    private final Autoscaler autoscaler;

    KedaController(KedaControllerBuilder builder) {
        KubernetesClient client = withoutRetries(builder.client);
        this.resources = new WatchedResources(client, builder.watchedNamespaces(), builder.clusterAuthentications);
        this.reconciler = new Reconciler(resources, builder.serves);
        this.queue = new WorkQueue<>("autoscale-controller", THREADS, CLOSE_TIMEOUT, reconciler);

        KubernetesAuthProviderBuilder authenticating =
                KubernetesAuthProvider.builder(builder.client).authentications(resources);
        builder.authentication.accept(authenticating);
        this.authentication = authenticating.build();

        KubernetesJobsBuilder creating =
                KubernetesJobs.builder(builder.client).owners(this::owner).permit(reconciler::mayWrite);
        if (builder.watchedNamespaces().isEmpty()) {
            creating.inAnyNamespace();
        }
        builder.jobs.accept(creating);
        this.jobs = creating.build();

        this.events = KubernetesEvents.create(client, this::reference, builder.clock);
        this.status = new StatusReporter(new StatusWriter(client, this::currentStatus), reconciler::scaledJob);
        AutoscalerBuilder scaling = Autoscaler.builder()
                .sources(builder.sources)
                .authProvider(authentication)
                .clock(builder.clock)
                .listener(status)
                .listener(event -> {
                    if (!reconciler.isOld(event)) {
                        events.onEvent(event);
                    }
                });
        builder.autoscaler.accept(scaling);
        this.autoscaler = scaling.build();
        reconciler.use(new Reconciler.Parts(
                autoscaler,
                jobs,
                authentication,
                new ScaledJobDeletion(client, jobs, builder.removal),
                new ScaledJobReading(client.getKubernetesSerialization()),
                status,
                events));
    }

    /**
     * Returns a builder for a controller.
     *
     * @param client the client; closed by its owner
     * @return a builder with every default set
     */
    public static KedaControllerBuilder builder(KubernetesClient client) {
        return new KedaControllerBuilder(client);
    }

    /** Starts the watches. No ScaledJob is scaled before all existing resources were received. */
    void start() {
        var unused = resources
                .start(new ScaledJobChanges(), new AuthenticationChanges())
                .thenRun(() -> {
                    reconciler.foundAtStart(resources.scaledJobs());
                    queue.open();
                });
    }

    /**
     * Returns whether every ScaledJob is up to date: all watches are connected and all their changes are processed.
     * Intended for a readiness probe.
     *
     * @return false while starting, and while the API server does not respond
     */
    public boolean isReady() {
        return queue.isIdle() && resources.trouble().isEmpty();
    }

    /**
     * Describes why the controller does not receive changes.
     *
     * @return which watch is not connected, and why; empty if all are connected
     */
    public Optional<String> trouble() {
        return resources.trouble();
    }

    /**
     * The ScaledJobs that this controller currently scales, with their decisions and health.
     *
     * @return a snapshot in no particular order
     */
    public List<Registration> registrations() {
        return autoscaler.registrations();
    }

    /**
     * Processes every ScaledJob again. Call this when the result of {@link KedaControllerBuilder#serves} has changed.
     */
    public void resync() {
        resources.scaledJobs().forEach(queue::add);
        reconciler.known().forEach(queue::add);
    }

    /**
     * Ends the watches, all rounds and all threads, within a bounded time. Jobs continue to run. ScaledJobs are not
     * changed, so that another controller can scale them.
     */
    @Override
    public void close() {
        resources.close();
        queue.close();
        autoscaler.close();
        status.close();
        events.close();
        jobs.close();
        authentication.close();
    }

    // the queue or the next round retries
    private static KubernetesClient withoutRetries(KubernetesClient client) {
        return client.newClient(
                        new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                                .withRequestRetryBackoffLimit(0)
                                .build())
                .adapt(KubernetesClient.class);
    }

    private Optional<OwnerReference> owner(WorkloadRef workload) {
        return resources
                .scaledJob(workload)
                .map(scaledJob -> new OwnerReferenceBuilder()
                        .withApiVersion(KedaKinds.API_VERSION)
                        .withKind(KedaKinds.SCALED_JOB)
                        .withName(workload.name())
                        .withUid(scaledJob.getMetadata().getUid())
                        .build());
    }

    private Optional<ObjectReference> reference(WorkloadRef workload) {
        return resources
                .scaledJob(workload)
                .map(scaledJob -> new ObjectReferenceBuilder()
                        .withApiVersion(KedaKinds.API_VERSION)
                        .withKind(KedaKinds.SCALED_JOB)
                        .withNamespace(workload.namespace())
                        .withName(workload.name())
                        .withUid(scaledJob.getMetadata().getUid())
                        .build());
    }

    private Map<String, Object> currentStatus(WorkloadRef workload) {
        return resources
                .scaledJob(workload)
                .map(scaledJob -> scaledJob.<Map<String, Object>>get("status"))
                .orElse(Map.of());
    }

    private final class ScaledJobChanges implements WatchedKind.Changes {
        @Override
        public void changed(GenericKubernetesResource resource) {
            queue.add(WatchedResources.ref(resource));
        }

        @Override
        public void gone(GenericKubernetesResource resource) {
            queue.add(WatchedResources.ref(resource));
        }
    }

    /**
     * Running rounds detect a change themselves. A ScaledJob that was rejected because of the authentication has no
     * rounds, so it is processed again.
     */
    private final class AuthenticationChanges implements WatchedKind.Changes {
        @Override
        public void changed(GenericKubernetesResource resource) {
            reconciler.known().stream().filter(reconciler::isRefused).forEach(queue::add);
        }

        @Override
        public void gone(GenericKubernetesResource resource) {
            resources.forget(resource);
        }
    }
}
