// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.kedacontroller;

import io.autoscale.workload.WorkloadRef;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the last decisions of a running controller. */
@Command(
        name = "explain",
        description = "Prints the last decisions about a ScaledJob in words, from the controller on this host.",
        footer = {
            "In a cluster: kubectl exec -n autoscale deploy/keda-controller -- java io.autoscale.samples.kedacontroller.Main explain"
                    + " NAME",
            "Exits with 1 if the controller does not scale it, and with 2 if the controller does not answer."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
@SuppressWarnings("NullAway.Init") // picocli sets the parameter
final class ExplainCommand implements Callable<Integer> {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final PrintStream out;
    private final PrintStream err;

    @Parameters(paramLabel = "SCALEDJOB", converter = ScaledJobName.class, description = ScaledJobName.DESCRIPTION)
    private WorkloadRef scaledJob;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "the port of the controller (default: ${DEFAULT-VALUE})",
            defaultValue = "8080")
    private int port;

    ExplainCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + port + "/explain/" + scaledJob);
        HttpResponse<String> response;
        try {
            response = HttpClient.newBuilder()
                    .connectTimeout(TIMEOUT)
                    .build()
                    .send(
                            HttpRequest.newBuilder(address).timeout(TIMEOUT).build(),
                            HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            err.println("no controller answers on port " + port + ": "
                    + e.getClass().getSimpleName());
            return Main.UNUSABLE;
        }
        boolean found = response.statusCode() == 200;
        (found ? out : err).print(response.body());
        return found ? 0 : 1;
    }
}
