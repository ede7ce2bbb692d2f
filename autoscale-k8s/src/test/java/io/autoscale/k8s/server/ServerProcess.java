// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A server that lives no longer than this JVM, however the JVM ends. */
final class ServerProcess implements AutoCloseable {

    /**
     * Standard input is closed when the JVM ends, even if it is killed; a killed JVM runs no
     * shutdown hook. The server replaces the shell, so that its own process is monitored and ended.
     */
    private static final String TIED_TO_PIPE =
            "exec 3<&0; server=$$; (cat <&3 >/dev/null; kill -9 $server 2>/dev/null) & exec \"$@\" </dev/null 3<&-";

    private final String name;
    private final Path log;
    private final Process process;

    private ServerProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    static ServerProcess start(Path program, Path workingFolder, Path log, List<String> arguments) {
        List<String> command = new ArrayList<>(
                List.of("sh", "-c", TIED_TO_PIPE, "sh", program.toAbsolutePath().toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(workingFolder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        // settings of a cluster of the machine, or a proxy before loopback, are not for these servers
        builder.environment()
                .keySet()
                .removeIf(variable -> variable.startsWith("ETCD_")
                        || variable.startsWith("KUBE")
                        || variable.toLowerCase(Locale.ROOT).endsWith("_proxy"));
        try {
            return new ServerProcess(program.getFileName().toString(), log, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The end of the log, for a message of a failure. */
    String told() {
        try {
            List<String> lines = Files.readAllLines(log);
            return name + (isAlive() ? " runs" : " ended") + ", the end of " + log.toAbsolutePath() + ":\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the server immediately; its state is not needed any more. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
