// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.videoencoder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of the command line. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields that have a default value
final class Options {

    private static final String DEFAULT = " (default: ${DEFAULT-VALUE})";
    private static final List<String> STRATEGIES = List.of("default", "custom", "accurate", "eager", "eagerCorrected");

    @Option(names = "--messages", paramLabel = "N", defaultValue = "10", description = "videos to produce" + DEFAULT)
    private int messages;

    @Option(
            names = "--encode-seconds",
            paramLabel = "N",
            defaultValue = "2",
            description = "encoding time of a video, decimals allowed" + DEFAULT)
    private double encodeSeconds;

    @Option(
            names = "--polling-seconds",
            paramLabel = "N",
            defaultValue = "1",
            description = "polling interval, at least 1" + DEFAULT)
    private double pollingSeconds;

    @Option(
            names = "--max-replicas",
            paramLabel = "N",
            defaultValue = "100",
            description = "maximum number of jobs at the same time" + DEFAULT)
    private int maxReplicas;

    @Option(
            names = "--strategy",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "default, custom, accurate, eager or eagerCorrected" + DEFAULT)
    private String strategy;

    @Option(names = "--json", paramLabel = "FILE", description = "write the record of all rounds to FILE")
    private @Nullable Path jsonFile;

    @Option(
            names = "--timeout-seconds",
            paramLabel = "N",
            description = "time-out (default: the total encoding time plus two minutes)")
    private @Nullable Double timeoutSeconds;

    @Option(names = "--queue-url", paramLabel = "URL", description = "an SQS queue to use instead of the embedded one")
    private @Nullable String queueUrl;

    @Option(
            names = "--region",
            paramLabel = "NAME",
            defaultValue = "eu-west-1",
            description = "AWS region of the queue" + DEFAULT)
    private String region;

    @Option(
            names = "--kubeconfig",
            paramLabel = "current",
            description = "use the cluster of the current kubeconfig instead of the embedded one")
    private @Nullable String kubeconfig;

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "namespace of the jobs" + DEFAULT)
    private String namespace;

    @Option(
            names = "--image",
            paramLabel = "NAME",
            defaultValue = "video-encoder:latest",
            description = "image of the jobs, run with the argument encode" + DEFAULT)
    private String image;

    @Option(
            names = "--analyzer-port",
            paramLabel = "N",
            defaultValue = "0",
            description = "port of the result analyzer, 0 for any" + DEFAULT)
    private int analyzerPort;

    @Option(
            names = "--analyzer-url",
            paramLabel = "URL",
            description = "URL of the analyzer for the jobs (default: this machine)")
    private @Nullable String analyzerUrl;

    static Options parse(String... arguments) {
        Options options = new Options();
        CommandLine line = new CommandLine(options);
        line.parseArgs(arguments);
        options.check(line);
        return options;
    }

    /** Reports invalid options before anything is started. */
    void check(CommandLine line) {
        within(line, "--messages", messages, 1, 100_000);
        within(line, "--encode-seconds", encodeSeconds, 0, 86_400);
        within(line, "--polling-seconds", pollingSeconds, 1, 3_600);
        within(line, "--max-replicas", maxReplicas, 1, 10_000);
        within(line, "--analyzer-port", analyzerPort, 0, 65_535);
        if (timeoutSeconds != null) {
            within(line, "--timeout-seconds", timeoutSeconds, 1, 864_000);
        }
        require(line, STRATEGIES.contains(strategy), "--strategy", strategy, "one of " + STRATEGIES);
        require(line, kubeconfig == null || kubeconfig.equals("current"), "--kubeconfig", kubeconfig, "current");
        if (kubeconfig != null && queueUrl == null) {
            throw new ParameterException(
                    line, "--queue-url is missing, expected a queue that the pods can reach, with --kubeconfig");
        }
        if (kubeconfig != null && analyzerUrl == null) {
            throw new ParameterException(
                    line, "--analyzer-url is missing, expected the URL that the pods use, with --kubeconfig");
        }
        if (jsonFile != null) {
            try {
                Files.newOutputStream(jsonFile, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                        .close();
            } catch (IOException e) {
                require(line, false, "--json", jsonFile, "a file that can be written: " + e);
            }
        }
    }

    int messages() {
        return messages;
    }

    Duration encodeTime() {
        return seconds(encodeSeconds);
    }

    Duration pollingInterval() {
        return seconds(pollingSeconds);
    }

    int maxReplicas() {
        return maxReplicas;
    }

    String strategy() {
        return strategy;
    }

    @Nullable
    Path jsonFile() {
        return jsonFile;
    }

    @Nullable
    String queueUrl() {
        return queueUrl;
    }

    String region() {
        return region;
    }

    boolean currentKubeconfig() {
        return kubeconfig != null;
    }

    String namespace() {
        return namespace;
    }

    String image() {
        return image;
    }

    int analyzerPort() {
        return analyzerPort;
    }

    @Nullable
    String analyzerUrl() {
        return analyzerUrl;
    }

    Duration timeout() {
        double turns = Math.ceil((double) messages / maxReplicas) + 1;
        return seconds(timeoutSeconds != null ? timeoutSeconds : 120 + (pollingSeconds + encodeSeconds + 2) * turns);
    }

    private static Duration seconds(double number) {
        return Duration.ofMillis(Math.round(number * 1000));
    }

    private static void within(CommandLine line, String name, double number, double least, double most) {
        String shown = number == Math.rint(number) ? String.format("%.0f", number) : String.valueOf(number);
        require(
                line,
                number >= least && number <= most,
                name,
                shown,
                String.format("a number from %.0f to %.0f", least, most));
    }

    private static void require(CommandLine line, boolean holds, String name, @Nullable Object given, String expected) {
        if (!holds) {
            throw new ParameterException(line, name + ": '" + given + "' is not valid, expected " + expected);
        }
    }
}
