// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.videoencoder;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the sample. */
@Command(
        name = "video-encoder",
        description = "Runs one job for each video in a queue. By default, queue and cluster are embedded.",
        footer = {
            "Exits with 0 only if every message was processed exactly once, by one job each, and every job ended"
                    + " Complete; with 2 if the options are not valid.",
            "The command encode runs in the pod of a job. It reads QUEUE_URL, AWS_REGION, ANALYZER_URL, ENCODE_SECONDS"
                    + " and, for a queue outside AWS, SQS_ENDPOINT from its environment."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VideoEncoderApp.Version.class)
@SuppressWarnings("NullAway.Init") // picocli sets the spec
public final class VideoEncoderApp implements Callable<Integer> {

    private static final int SECONDS_TO_END = 20;

    @CommandLine.Mixin
    private final Options options = new Options();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private VideoEncoderApp() {}

    /**
     * Runs the scenario, or with {@code encode} the work of one job.
     *
     * @param arguments the options; see {@code --help}
     */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        return new CommandLine(new VideoEncoderApp())
                .setParameterExceptionHandler((e, given) -> {
                    PrintWriter err = e.getCommandLine().getErr();
                    err.println(e.getMessage());
                    err.println("Try --help.");
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((e, line, given) -> {
                    line.getErr().println(e.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        options.check(spec.commandLine());
        Scenario scenario = new Scenario(options, System.out);
        CountDownLatch ended = new CountDownLatch(1);
        Thread onInterrupt = new Thread(() -> end(scenario, ended), "video-encoder-end");
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        try {
            return scenario.run() ? 0 : 1;
        } finally {
            ended.countDown();
        }
    }

    @Command(name = "encode", description = "processes one message in a job", mixinStandardHelpOptions = true)
    int encode() throws IOException, InterruptedException {
        PodMain.run(System.getenv());
        return 0;
    }

    @Command(
            name = "analyzer",
            description = "serves the result analyzer on port 8080 until it is ended",
            mixinStandardHelpOptions = true)
    int analyzer() throws InterruptedException {
        try (ResultAnalyzer analyzer = new ResultAnalyzer(8080, InstantSource.system())) {
            System.out.println("serving " + analyzer.uri());
            new CountDownLatch(1).await();
        }
        return 0;
    }

    /**
     * Handles the interrupt of the terminal: the scenario ends as at its time-out, with the results
     * so far.
     */
    private static void end(Scenario scenario, CountDownLatch ended) {
        scenario.stop();
        try {
            if (!ended.await(SECONDS_TO_END, TimeUnit.SECONDS)) {
                System.err.println("did not end within " + SECONDS_TO_END + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The version of the build. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = VideoEncoderApp.class.getPackage().getImplementationVersion();
            return new String[] {"video-encoder " + Objects.requireNonNullElse(version, "(not packaged)")};
        }
    }
}
