// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.kedacontroller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** KEDA's operator hands its running jobs over to the controller, and takes over again, as the migration page says. */
@EnabledIfEnvironmentVariable(
        named = OnControlPlane.CLUSTER,
        matches = ".+",
        disabledReason = "needs a control plane for itself: run it by .ci/keda")
@EnabledIfEnvironmentVariable(
        named = TakeoverIT.KEDA,
        matches = ".+",
        disabledReason = "needs KEDA's operator: run it by .ci/keda")
class TakeoverIT extends OnControlPlane {

    static final String KEDA = "AUTOSCALE_TEST_KEDA";

    private final Path keda = Path.of(System.getenv(KEDA));

    @Test
    void no_job_is_stopped_there_and_back_and_the_controller_creates_one_for_each_message() throws Exception {
        installDefinitions();
        Process operator = operator();
        soon().ignoreExceptions().until(() -> scaledJob().get() == null);
        plane.apply(consumer("test/slow: 'yes'"));
        queue.send(10);
        soon().until(() -> consumers.jobsCreated() == 10);
        assertThat(consumers.unfinished()).as("jobs of KEDA that run").isPositive();
        end(operator);

        Process controller = controller();
        soon().until(() -> condition("Ready").startsWith("True ScaledJobReady"));
        queue.send(10);
        soon().until(() -> consumers.jobsCreated() == 20);
        soon().until(() -> consumers.processed() == 20);
        assertThat(consumers.jobsCreated()).isEqualTo(20);
        assertThat(consumers.withoutMessage()).isZero();

        queue.send(5);
        soon().until(() -> consumers.jobsCreated() == 25);
        assertThat(consumers.withoutMessage()).isZero();
        assertThat(consumers.unfinished()).as("jobs of the controller that run").isPositive();
        end(controller);

        operator = operator();
        queue.send(5);
        soon().until(() -> consumers.processed() == 30);
        soon().until(() -> consumers.unfinished() == 0);
        System.out.println("messages 30, jobs " + consumers.jobsCreated() + ", stopped " + consumers.stopped());
        assertThat(consumers.stopped())
                .as("jobs that were deleted while they ran")
                .isZero();
        end(operator);
    }

    /** KEDA's definitions in place of ours. */
    private void installDefinitions() throws IOException {
        var definitions = admin.apiextensions().v1().customResourceDefinitions();
        try (Stream<Path> files = Files.list(keda.resolve("definitions"))) {
            for (Path file : files.toList()) {
                CustomResourceDefinition definition =
                        definitions.load(Files.newInputStream(file)).item();
                var installed = definitions.withName(definition.getMetadata().getName());
                installed.delete();
                soon().until(() -> installed.get() == null);
                admin.resource(definition).create();
            }
        }
    }

    private Process operator() throws IOException {
        plane.create("keda");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        keda.resolve("keda-operator").toString(),
                        "--cert-dir=" + keda,
                        "--metrics-bind-address=0",
                        "--health-probe-bind-address=0",
                        "--metrics-service-bind-address=127.0.0.1:0",
                        "--enable-webhook-patching=false",
                        "--enable-apiservice-patching=false"))
                .redirectErrorStream(true)
                .redirectOutput(Files.createTempFile(folder, "keda", ".log").toFile());
        builder.environment().put("KUBECONFIG", System.getenv(CLUSTER));
        builder.environment().put("WATCH_NAMESPACE", namespace);
        builder.environment().put("POD_NAMESPACE", "keda");
        builder.environment().put("KEDA_CLUSTER_OBJECT_NAMESPACE", "keda");
        builder.environment().put("AWS_ACCESS_KEY_ID", "test");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "test");
        return builder.start();
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
