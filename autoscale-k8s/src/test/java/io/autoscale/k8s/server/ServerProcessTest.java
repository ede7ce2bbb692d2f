// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server and the JVM that started it. */
class ServerProcessTest {

    @TempDir
    Path folder;

    @Test
    void a_killed_jvm_leaves_no_server_running() throws Exception {
        Path pid = folder.resolve("pid");
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), "jvm.log"))
                .start();
        await().until(() -> Files.exists(pid) && Files.readString(pid).endsWith("\n"));
        ProcessHandle server =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
        assertThat(server.isAlive()).isTrue();
        jvm.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        await().until(() -> !server.isAlive());
    }

    @Test
    void a_closed_server_has_stopped_and_its_log_is_available() throws IOException {
        ServerProcess server = ServerProcess.start(
                Path.of("/bin/sh"), folder, folder.resolve("log"), List.of("-c", "echo up; exec sleep 60"));
        await().until(() -> Files.readString(folder.resolve("log")).equals("up\n"));
        assertThat(server.isAlive()).isTrue();
        server.close();
        assertThat(server.isAlive()).isFalse();
        assertThat(server.told()).startsWith("sh ended").endsWith("up");
    }

    /** Starts a server and does not end by itself. */
    static final class Parent {

        private Parent() {}

        /** Of the JVM that is killed. */
        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            ServerProcess.start(
                    Path.of("/bin/sh"),
                    folder,
                    folder.resolve("server.log"),
                    List.of("-c", "echo $$ >" + folder.resolve("pid") + "; exec sleep 60"));
            Thread.currentThread().join();
        }
    }
}
