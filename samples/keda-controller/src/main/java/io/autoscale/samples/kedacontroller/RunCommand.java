// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.kedacontroller;

import io.autoscale.aws.AwsSources;
import io.autoscale.engine.EngineLimits;
import io.autoscale.event.AutoscalerListener;
import io.autoscale.k8s.controller.KedaController;
import io.autoscale.k8s.controller.KedaControllerBuilder;
import io.autoscale.micrometer.AutoscalerMetrics;
import io.autoscale.micrometer.AwsMetrics;
import io.autoscale.micrometer.KubernetesMetrics;
import io.autoscale.workload.Removal;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Scales the ScaledJobs of a cluster until the process is ended. */
@Command(
        name = "run",
        description = "Scales the ScaledJobs of a cluster until it is ended.",
        footer = {
            "The cluster and the namespace are those of the pod, or of the current context of kubectl. The identity in"
                    + " AWS is that of the process.",
            "Serves /healthz, /readyz, /metrics and, for explain, the last decisions to its own host."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
@SuppressWarnings("NullAway.Init") // picocli sets the spec
final class RunCommand implements Callable<Integer> {

    /** The pod is killed 30 s after SIGTERM by default. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    @Option(
            names = "--namespace",
            paramLabel = "NAMESPACE",
            split = ",",
            description = "a watched namespace; may be repeated (default: the current one)")
    private List<String> namespaces = List.of();

    @Option(names = "--all-namespaces", description = "watches all namespaces, which requires cluster-wide permissions")
    private boolean allNamespaces;

    @Option(
            names = "--selector",
            paramLabel = "LABELS",
            description = "scales only the ScaledJobs with these labels, such as team=video",
            defaultValue = "")
    private String selector = "";

    @Option(
            names = "--leader-election",
            paramLabel = "NAMESPACE/LEASE",
            description = "the Lease that replicas elect a leader with (default: none, for one replica)",
            defaultValue = "")
    private String lease = "";

    @Option(
            names = "--lease-seconds",
            paramLabel = "SECONDS",
            description = "how long the Lease is valid after a renewal, the same for all replicas (default:"
                    + " ${DEFAULT-VALUE})",
            defaultValue = "15")
    private int leaseSeconds = 15;

    @Option(
            names = "--removal",
            paramLabel = "REMOVAL",
            description = "what happens to the jobs of a deleted ScaledJob: orphan, drain or kill (default:"
                    + " ${DEFAULT-VALUE}; KEDA: kill)",
            defaultValue = "orphan")
    private Removal removal = Removal.ORPHAN;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "the port of health and metrics; 0 for a free one (default: ${DEFAULT-VALUE})",
            defaultValue = "8080")
    private int port;

    @Option(names = "--keda-series", description = "serves KEDA's series, too, for its dashboards and alerts")
    private boolean kedaSeries;

    @Option(names = "--no-trigger-labels", description = "serves fewer series: those of reads without their trigger")
    private boolean noTriggerLabels;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "error, warn, info or debug (default: ${DEFAULT-VALUE})",
            defaultValue = "info")
    private Logs.Level level = Logs.Level.INFO;

    @Option(names = "--json-logs", description = "logs one JSON object in each line")
    private boolean jsonLogs;

    @Option(
            names = "--file-root",
            paramLabel = "FOLDER",
            description = "the folder of the files that filePath of a ClusterTriggerAuthentication names")
    private @Nullable Path fileRoot;

    @Mixin
    private AllowedEndpoints endpoints = new AllowedEndpoints();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    @Override
    public Integer call() throws IOException, InterruptedException {
        Logs.configure(level, jsonLogs);
        Logger log = LoggerFactory.getLogger(RunCommand.class);
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (AutoscalerMetrics metrics = AutoscalerMetrics.builder(registry)
                        .kedaSeries(kedaSeries)
                        .perTrigger(!noTriggerLabels)
                        .build();
                KubernetesClient client = new KubernetesClientBuilder().build();
                AwsSources aws = AwsSources.builder()
                        .endpoints(endpoints.allowed(spec.commandLine()))
                        .build();
                KedaController controller = controller(client, aws, metrics).start();
                HealthServer health = HealthServer.start(port, controller, registry::scrape)) {
            List.of(
                            new AwsMetrics(aws),
                            new KubernetesMetrics(controller),
                            new JvmMemoryMetrics(),
                            new JvmThreadMetrics(),
                            new ProcessorMetrics(),
                            new UptimeMetrics())
                    .forEach(binder -> binder.bindTo(registry));
            Runtime.getRuntime().addShutdownHook(new Thread(this::stopOnSignal, "stop"));
            log.info("serving /healthz, /readyz and /metrics on port {}", health.port());
            stop.await();
            log.info("stopping");
        } finally {
            stopped.countDown();
        }
        return 0;
    }

    private KedaControllerBuilder controller(KubernetesClient client, AwsSources aws, AutoscalerMetrics metrics) {
        KedaControllerBuilder builder = KedaController.builder(client)
                .sources(aws.factories())
                .selector(selector)
                .removal(removal)
                .autoscaler(autoscaler -> autoscaler
                        .listener(AutoscalerListener.logging())
                        .listener(metrics)
                        .limits(EngineLimits.DEFAULT.toBuilder()
                                .closeTimeout(CLOSE_TIMEOUT.dividedBy(4))
                                .build()));
        Path root = fileRoot;
        if (root != null) {
            builder.authentication(authentication -> authentication.fileRoot(root));
        }
        if (allNamespaces) {
            builder.inAnyNamespace();
        }
        builder.namespaces(namespaces.toArray(String[]::new));
        if (!lease.isEmpty()) {
            int slash = lease.indexOf('/');
            builder.leaderElection(lease.substring(0, Math.max(0, slash)), lease.substring(slash + 1))
                    .leaseDuration(Duration.ofSeconds(leaseSeconds));
        }
        return builder;
    }

    /** The process ends when this returns. */
    private void stopOnSignal() {
        stop.countDown();
        try {
            if (!stopped.await(CLOSE_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("did not stop within " + CLOSE_TIMEOUT.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
