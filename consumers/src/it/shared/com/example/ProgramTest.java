// SPDX-License-Identifier: Apache-2.0
package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autoscale.Autoscaler;
import io.autoscale.aws.AwsSources;
import io.autoscale.k8s.job.KubernetesJobs;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** Runs the same test with every kind of program. */
class ProgramTest {

    @Test
    void a_message_becomes_a_job_and_closing_prints_no_stack_trace() throws Exception {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (Servers servers = new Servers();
                KubernetesClient cluster = servers.client()) {
            System.setOut(copied(out, printed));
            System.setErr(copied(err, printed));
            servers.sendVideo();
            try (KubernetesClient client = servers.client();
                    AutoCloseable program = Program.start(client, servers.manifest())) {
                List<Job> jobs = cluster.batch()
                        .v1()
                        .jobs()
                        .inNamespace("media")
                        .informOnCondition(found -> !found.isEmpty())
                        .get(30, TimeUnit.SECONDS);
                assertEquals("encoder-000001", jobs.get(0).getMetadata().getName());
            }
            String text = printed.toString(StandardCharsets.UTF_8);
            assertFalse(text.contains("\tat "), text);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    @Test
    void the_jars_carry_the_license_a_notice_and_their_version() throws IOException {
        for (Class<?> ours : List.of(Autoscaler.class, AwsSources.class, KubernetesJobs.class)) {
            String location =
                    ours.getProtectionDomain().getCodeSource().getLocation().getPath();
            try (JarFile jar = new JarFile(location)) {
                assertNotNull(jar.getEntry("META-INF/LICENSE"), location);
                assertNotNull(jar.getEntry("META-INF/NOTICE"), location);
                String version = jar.getManifest().getMainAttributes().getValue("Implementation-Version");
                assertTrue(location.endsWith(version + ".jar"), location + " is of version " + version);
            }
        }
    }

    private static PrintStream copied(PrintStream stream, OutputStream copy) {
        return new PrintStream(
                new FilterOutputStream(stream) {
                    @Override
                    public synchronized void write(int octet) throws IOException {
                        out.write(octet);
                        copy.write(octet);
                    }
                },
                true,
                StandardCharsets.UTF_8);
    }
}
