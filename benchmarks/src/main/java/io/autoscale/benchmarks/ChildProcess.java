// SPDX-License-Identifier: Apache-2.0
package io.autoscale.benchmarks;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM of the same kind, which speaks in lines on its standard output and ends with its standard input. */
final class ChildProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader said;

    private ChildProcess(Process process) {
        this.process = process;
        this.said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static ChildProcess start(Class<?> main, List<String> jvmOptions, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return new ChildProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Returns the next line of its output; waits for it. */
    String line() throws IOException {
        String line = said.readLine();
        if (line == null) {
            throw new EOFException(
                    "the process ended: " + process.info().commandLine().orElse("?"));
        }
        return line;
    }

    /** Asks for a line. */
    String ask() throws IOException {
        OutputStream in = process.getOutputStream();
        in.write('\n');
        in.flush();
        return line();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
