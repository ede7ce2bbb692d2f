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
 * A controller for {@code ScaledJob}, {@code TriggerAuthentication} and {@code ClusterTriggerAuthentication} of {@code
 * keda.sh/v1alpha1}: what it watches, the engine scales.
 *
 * <ul>
 *   <li>A ScaledJob is looked after from when it is there until it is deleted; an update goes on from what is known, and
 *       touches no job but by an immediate rollout of another template.
 *   <li>One that has an error, or a field that is not supported, is not scaled, and says so in its condition {@code Ready}.
 *   <li>Changed authentications and rotated Secrets are in use by the next round.
 *   <li>Jobs that KEDA created count, as they bear the same label, and jobs created here have the same owner, label and
 *       finalizer, so that a namespace can be taken over and handed back.
 * </ul>
 *
 * <p>Two of them for the same ScaledJobs never create more jobs than planned, and waste work; with {@link
 * KedaControllerBuilder#serves} each looks after its own share.
 *
 * <p>Safe from any thread. The client is closed by its owner, after this.
 */
public final class KedaController implements AutoCloseable {

    /**
     * On a ScaledJob: what becomes of its jobs when it is deleted, {@code orphan}, {@code drain} or {@code kill}. Any
     * other text drains, which loses nothing.
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
     * Prepares a controller.
     *
     * @param client the client; closed by its owner
     * @return a builder with every default set
     */
    public static KedaControllerBuilder builder(KubernetesClient client) {
        return new KedaControllerBuilder(client);
    }

    /** Begins to watch; no ScaledJob is looked after before everything that is there was seen. */
    void start() {
        var unused = resources
                .start(new ScaledJobChanges(), new AuthenticationChanges())
                .thenRun(() -> {
                    reconciler.foundAtStart(resources.scaledJobs());
                    queue.open();
                });
    }

    /**
     * Says whether every ScaledJob is looked after as it should be: all watches are connected, and nothing that they
     * brought waits. For a readiness probe.
     *
     * @return false while starting, and while the API server does not answer
     */
    public boolean isReady() {
        return queue.isIdle() && resources.trouble().isEmpty();
    }

    /**
     * Why the controller does not learn what changes, in words.
     *
     * @return which watch is not connected, and why; empty while all are
     */
    public Optional<String> trouble() {
        return resources.trouble();
    }

    /**
     * The ScaledJobs that are scaled here at this moment, with their decisions and health.
     *
     * @return a snapshot, in no order
     */
    public List<Registration> registrations() {
        return autoscaler.registrations();
    }

    /** Looks at every ScaledJob anew: to be called when the answer of {@link KedaControllerBuilder#serves} has changed. */
    public void resync() {
        resources.scaledJobs().forEach(queue::add);
        reconciler.known().forEach(queue::add);
    }

    /**
     * Ends the watches and all rounds, within a bound, and leaves no thread behind. Nothing is undone: jobs run on, and
     * ScaledJobs stay as they are for whoever looks after them next.
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

    // what fails is tried again by the queue, or by the next round
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

    /** A round sees a change by itself; one that was refused for want of it has no rounds. */
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
