// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spring;

import io.autoscale.workload.Removal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties that start with autoscale. What is not set keeps the default of the library.
 *
 * @param enabled whether the starter creates beans
 * @param manifests files with ScaledJobs and trigger authentications, such as classpath:scaled-jobs/*.yaml
 * @param dryRun whether decisions are made and logged, but no job is created or deleted
 * @param sampleTimeout the timeout of one read of a trigger, above zero
 * @param closeTimeout how long a shutdown waits for running rounds, above zero
 * @param decisionsKept how many decisions each ScaledJob keeps, at least 1
 * @param leaderElection the Lease that replicas elect a leader with, as NAMESPACE/NAME; no election if not set
 * @param leaseDuration how long the Lease is valid after a renewal, 2 s to 10 min
 * @param aws how AWS is called
 * @param controller whether KEDA's resources in the cluster are scaled
 * @param metrics which series are recorded
 */
@ConfigurationProperties("autoscale")
public record AutoscaleProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue List<String> manifests,
        @DefaultValue("false") boolean dryRun,
        @Nullable Duration sampleTimeout,
        @Nullable Duration closeTimeout,
        @Nullable Integer decisionsKept,
        @Nullable String leaderElection,
        @DefaultValue("15s") Duration leaseDuration,
        @DefaultValue Aws aws,
        @DefaultValue Controller controller,
        @DefaultValue Metrics metrics) {

    /**
     * How AWS is called.
     *
     * @param enabled whether triggers on AWS can be used
     * @param allowedEndpoints endpoints that triggers may use in addition to those of AWS
     * @param allowLoopback whether triggers may use endpoints on this host, for emulators
     * @param attempts the attempts of one call, with the first, 1 to 10
     * @param attemptTimeout the timeout of one attempt, at least 1 ms
     * @param callTimeout the timeout of a call with all its attempts, at least that of an attempt, at most a day
     * @param connections the maximum number of open connections, at least 1
     * @param readSharing how long a read is shared with other triggers on the same queue, table or stream; zero or more
     */
    public record Aws(
            @DefaultValue("true") boolean enabled,
            @DefaultValue List<URI> allowedEndpoints,
            @DefaultValue("false") boolean allowLoopback,
            @Nullable Integer attempts,
            @Nullable Duration attemptTimeout,
            @Nullable Duration callTimeout,
            @Nullable Integer connections,
            @Nullable Duration readSharing) {}

    /**
     * Whether KEDA's resources in the cluster are scaled, instead of the ScaledJobs of the program.
     *
     * @param enabled whether the controller runs
     * @param namespaces the watched namespaces; the current one if empty
     * @param allNamespaces whether all namespaces are watched
     * @param selector scales only the ScaledJobs with these labels, such as team=video
     * @param removal what happens to the jobs of a deleted ScaledJob: orphan, drain or kill
     */
    public record Controller(
            @DefaultValue("false") boolean enabled,
            @DefaultValue List<String> namespaces,
            @DefaultValue("false") boolean allNamespaces,
            @DefaultValue("") String selector,
            @DefaultValue("orphan") Removal removal) {}

    /**
     * Which series are recorded.
     *
     * @param perTrigger whether our series have a label for the trigger
     * @param kedaSeries whether KEDA's series are recorded, too
     */
    public record Metrics(
            @DefaultValue("true") boolean perTrigger,
            @DefaultValue("false") boolean kedaSeries) {}
}
