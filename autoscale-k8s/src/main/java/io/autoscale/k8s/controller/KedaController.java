// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.controller;

import io.autoscale.Autoscaler;
import io.autoscale.AutoscalerBuilder;
import io.autoscale.engine.Registration;
import io.autoscale.event.AutoscalerEvent;
import io.autoscale.event.AutoscalerEvent.RegistrationChange;
import io.autoscale.k8s.auth.KubernetesAuthProvider;
import io.autoscale.k8s.auth.KubernetesAuthProviderBuilder;
import io.autoscale.k8s.internal.ClientWithoutRetries;
import io.autoscale.k8s.internal.KedaKinds;
import io.autoscale.k8s.internal.WorkQueue;
import io.autoscale.k8s.job.KubernetesJobs;
import io.autoscale.k8s.job.KubernetesJobsBuilder;
import io.autoscale.k8s.lease.LeaderLease;
import io.autoscale.k8s.manifest.ClusterAuthentications;
import io.autoscale.k8s.status.KubernetesEvents;
import io.autoscale.k8s.status.StatusWriter;
import io.autoscale.spec.ScaledJob;
import io.autoscale.workload.WorkloadRef;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A controller for {@code ScaledJob}, {@code TriggerAuthentication} and {@code ClusterTriggerAuthentication} of
 * {@code keda.sh/v1alpha1}. It watches these resources and scales them with the engine.
 *
 * <ul>
 *   <li>A ScaledJob is scaled from its creation until its deletion. An update keeps the state of its rounds. It changes
 *       existing jobs only by an immediate rollout of another template.
 *   <li>A ScaledJob with an error or an unsupported field is not scaled. Its condition {@code Ready} reports all errors.
 *   <li>The next round uses changed authentications and rotated Secrets.
 *   <li>Jobs created by KEDA are counted because they have the same label. Jobs created by this controller have the
 *       same owner, label and finalizer. A namespace can therefore be migrated to this controller and back.
 *   <li>A ScaledObject gets an Event that it is not scaled by this controller.
 * </ul>
 *
 * <p>Several replicas elect a leader, see {@link KedaControllerBuilder#leaderElection}. Two controllers for the same
 * ScaledJobs never create more jobs than planned, but do redundant work.
 *
 * <p>Thread-safe. The client is closed by its owner, after this object.
 */
public final class KedaController implements AutoCloseable {

    /**
     * The annotation on a ScaledJob that defines what happens to its jobs when it is deleted: {@code orphan},
     * {@code drain} or {@code kill}. Any other text means drain, which loses nothing.
     */
    public static final String REMOVAL_ANNOTATION = "autoscale.io/removal";

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
    private static final int THREADS = 4;

    private final KubernetesClient client;
    private final String selector;
    private final ScaledJobWatches watches = new ScaledJobWatches();
    private final KubernetesAuthProvider authentication;
    private final KubernetesJobs jobs;
    private final KubernetesEvents events;
    private final StatusWriter status;
    private final Autoscaler autoscaler;
    private final Reconciler reconciler;
    private final WorkQueue<WorkloadRef> queue;
    /** Null without leader election. */
    private final @Nullable LeaderLease lease;

    KedaController(KedaControllerBuilder builder) {
        this.client = ClientWithoutRetries.of(builder.client); // the queue or the next round retries
        this.selector = builder.selector;
        this.lease = builder.leaseName.isEmpty()
                ? null
                : new LeaderLease(
                        client,
                        new LeaseLock(builder.leaseNamespace, builder.leaseName, identity()),
                        builder.leaseDuration,
                        this::leadershipChanged);
        boolean inAnyNamespace = builder.watchedNamespaces().isEmpty();

        KubernetesAuthProviderBuilder authenticating = KubernetesAuthProvider.builder(builder.client)
                .authentications(
                        inAnyNamespace
                                ? ClusterAuthentications.watchingAnyNamespace(client)
                                : ClusterAuthentications.watching(client));
        builder.authentication.accept(authenticating);
        this.authentication = authenticating.build();

        KubernetesJobsBuilder creating =
                KubernetesJobs.builder(builder.client).owners(this::owner).permit(this::mayWrite);
        if (inAnyNamespace) {
            creating.inAnyNamespace();
        }
        builder.jobs.accept(creating);
        this.jobs = creating.build();

        this.events = KubernetesEvents.create(client, this::reference, builder.clock);
        this.status = new StatusWriter(client, this::scaledJob, this::currentStatus, workload -> isLeading());
        AutoscalerBuilder scaling = Autoscaler.builder()
                .sources(builder.sources)
                .authProvider(authentication)
                .clock(builder.clock)
                .listener(status)
                .listener(this::publish);
        builder.autoscaler.accept(scaling);
        this.autoscaler = scaling.build();
        this.reconciler = new Reconciler(
                watches,
                this::isLeading,
                new Reconciler.Parts(
                        autoscaler,
                        jobs,
                        authentication,
                        new Finalizer(client, jobs, builder.removal, this::isLeading),
                        status,
                        events),
                client.getKubernetesSerialization(),
                builder.clock);
        this.queue = new WorkQueue<>("autoscale-controller", THREADS, CLOSE_TIMEOUT, reconciler);
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

    void start(List<String> namespaces) {
        watches.start(client, namespaces, selector, queue::add);
        if (lease != null) {
            lease.start();
        }
    }

    /**
     * Returns whether changes of ScaledJobs are received, also by a replica that does not lead. Intended for a readiness
     * probe.
     *
     * @return false while starting, and while the API server does not respond
     */
    public boolean isReady() {
        return trouble().isEmpty();
    }

    /**
     * Describes why the controller does not receive changes, cannot count jobs, or cannot read or write its Lease.
     *
     * @return which watch is not connected, and why; empty if there is no problem
     */
    public Optional<String> trouble() {
        return watches.trouble()
                .or(() -> lease == null ? Optional.empty() : lease.trouble())
                .or(jobs::trouble);
    }

    /**
     * Returns whether this replica reads event sources and writes.
     *
     * @return true for the leader, and without leader election
     */
    public boolean isLeading() {
        return lease == null || lease.isHeld();
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
     * Ends all rounds, releases the lease, and ends the watches and all threads, within a bounded time. Jobs continue to
     * run. ScaledJobs are not changed, so that another controller can scale them.
     */
    @Override
    public void close() {
        watches.close();
        queue.close();
        autoscaler.close();
        if (lease != null) {
            lease.close();
        }
        status.close();
        events.close();
        jobs.close();
        authentication.close();
    }

    private static String identity() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "unknown";
        }
        return host + "_" + UUID.randomUUID();
    }

    /** A new leader counts the jobs from a complete list, as its earlier watch may lag behind. */
    private void leadershipChanged() {
        boolean leading = isLeading();
        jobs.resync();
        // closing a registration waits for its round, pausing does not
        autoscaler.registrations().forEach(leading ? Registration::resume : Registration::pause);
        Set<WorkloadRef> all = new HashSet<>(watches.all());
        all.addAll(reconciler.applied());
        all.forEach(queue::add);
    }

    /** The fence before each write of a job. */
    private boolean mayWrite(WorkloadRef workload) {
        return isLeading()
                && watches.get(workload)
                        .filter(scaledJob -> !scaledJob.isMarkedForDeletion())
                        .isPresent();
    }

    private void publish(AutoscalerEvent event) {
        boolean restarted = event instanceof AutoscalerEvent.RegistrationChanged changed
                && changed.change() == RegistrationChange.STARTED
                && String.valueOf(currentStatus(event.workload()).get("conditions"))
                        .contains("ScaledJobReady");
        if (!restarted) {
            events.onEvent(event);
        }
    }

    private Optional<ScaledJob> scaledJob(WorkloadRef workload) {
        return autoscaler.find(workload).map(Registration::scaledJob);
    }

    private Map<String, Object> currentStatus(WorkloadRef workload) {
        return watches.get(workload)
                .map(scaledJob -> scaledJob.<Map<String, Object>>get("status"))
                .orElse(Map.of());
    }

    private Optional<OwnerReference> owner(WorkloadRef workload) {
        return watches.get(workload)
                .map(scaledJob -> new OwnerReferenceBuilder()
                        .withApiVersion(KedaKinds.API_VERSION)
                        .withKind(KedaKinds.SCALED_JOB)
                        .withName(workload.name())
                        .withUid(scaledJob.getMetadata().getUid())
                        .build());
    }

    /** Looked up before each write of an Event; empty if this replica does not lead. */
    private Optional<ObjectReference> reference(WorkloadRef workload) {
        return watches.get(workload)
                .filter(resource -> isLeading())
                .map(resource -> new ObjectReferenceBuilder()
                        .withApiVersion(KedaKinds.API_VERSION)
                        .withKind(workload.kind())
                        .withNamespace(workload.namespace())
                        .withName(workload.name())
                        .withUid(resource.getMetadata().getUid())
                        .build());
    }
}
