// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.autoscale.k8s.server.RealApiServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two controllers, each a process of its own, with the default history limits and jobs of one to three seconds, one of
 * them stopped and continued at random. {@code -Dautoscale.twoControllers.seconds=600} runs for ten minutes.
 */
class TwoControllersIT {

    private static final int SECONDS = Integer.getInteger("autoscale.twoControllers.seconds", 40);
    private static final int BACKLOG = 30;

    private final RealApiServer server = RealApiServer.required();
    private final Random random = new Random(Long.getLong("autoscale.seed", 1));
    private final InstantSource clock = InstantSource.system();
    private final KubernetesClient client = server.client();
    private final String namespace = "two-" + Long.toString(clock.millis(), 36);
    private final ScheduledExecutorService kubelet = Executors.newScheduledThreadPool(8);
    private final AtomicInteger produced = new AtomicInteger(BACKLOG);
    private final AtomicInteger done = new AtomicInteger();
    private final Set<String> created = ConcurrentHashMap.newKeySet();
    private final List<Process> controllers = new java.util.concurrent.CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        controllers.forEach(Process::destroyForcibly);
        kubelet.shutdownNow();
        client.namespaces().withName(namespace).delete();
        client.close();
    }

    @Test
    void the_maximum_holds_and_every_message_has_one_job_despite_stops() throws Exception {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        HttpServer queue = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        queue.createContext("/backlog", exchange -> {
            byte[] text = Integer.toString(produced.get() - done.get()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, text.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(text);
            }
        });
        queue.start();
        int most = 0;
        int stops = 0;
        Watch watch = client.batch().v1().jobs().inNamespace(namespace).watch(new Worker());
        try {
            String backlog = "http://127.0.0.1:" + queue.getAddress().getPort() + "/backlog";
            controllers.add(start(backlog));
            controllers.add(start(backlog));
            Instant end = clock.instant().plusSeconds(SECONDS);
            Instant change = clock.instant().plusSeconds(10);
            Process stopped = null;
            while (clock.instant().isBefore(end)) {
                most = Math.max(most, unfinished());
                produced.updateAndGet(messages -> Math.max(messages, done.get() + BACKLOG));
                if (clock.instant().isAfter(change)) {
                    if (stopped == null) {
                        stopped = controllers.get(random.nextInt(2));
                        stops++;
                        signal(stopped, "STOP");
                        change = clock.instant().plusSeconds(1L + random.nextInt(SECONDS > 60 ? 45 : 10));
                    } else {
                        signal(stopped, "CONT");
                        stopped = null;
                        change = clock.instant().plusSeconds(1L + random.nextInt(5));
                    }
                }
                if (controllers.get(0).waitFor(100, TimeUnit.MILLISECONDS)) {
                    throw new AssertionError("a controller ended, see target/controller-0.log");
                }
            }
            if (stopped != null) {
                signal(stopped, "CONT");
            }
            await().atMost(Duration.ofMinutes(2)).until(() -> done.get() >= produced.get() && unfinished() == 0);
            // a controller that was stopped may still have rounds to run
            Instant quiet = clock.instant().plusSeconds(5);
            await().atMost(Duration.ofSeconds(10)).until(() -> clock.instant().isAfter(quiet));
            most = Math.max(most, unfinished());
        } finally {
            watch.close();
            queue.stop(0);
        }
        System.out.println("two controllers on " + server.name() + ": " + SECONDS + " s, " + stops + " stops, "
                + produced + " messages, " + created.size() + " jobs, at most " + most + " unfinished");
        assertThat(most).as("unfinished jobs").isLessThanOrEqualTo(ControllerProcess.MAXIMUM);
        assertThat(created).as("jobs").hasSize(produced.get());
    }

    private int unfinished() {
        return (int) client.batch().v1().jobs().inNamespace(namespace).list().getItems().stream()
                .filter(job -> !JobReader.isFinished(job))
                .count();
    }

    private Process start(String backlog) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        ControllerProcess.class.getName(),
                        server.kubeconfig().toString(),
                        namespace,
                        backlog)
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "controller-" + controllers.size() + ".log")
                        .toFile())
                .start();
    }

    private static void signal(Process process, String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /**
     * Runs each new job for one to three seconds: deletes its message, then marks the job as
     * complete.
     */
    private final class Worker implements Watcher<Job> {
        @Override
        public void eventReceived(Action action, Job job) {
            if (action == Action.ADDED && created.add(job.getMetadata().getUid())) {
                long millis = 1_000L + random.nextInt(2_000);
                var unused = kubelet.schedule(() -> finish(job), millis, TimeUnit.MILLISECONDS);
            }
        }

        private void finish(Job job) {
            done.updateAndGet(messages -> Math.min(messages + 1, produced.get()));
            JobShapes.finish(
                    client,
                    job,
                    "Complete",
                    clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        }

        @Override
        public void onClose(WatcherException cause) {}
    }
}
