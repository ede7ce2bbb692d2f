// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.videoencoder;

import io.autoscale.validation.Violations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the command line says. */
record Options(
        int messages,
        Duration encodeTime,
        Duration pollingInterval,
        int maxReplicas,
        String strategy,
        @Nullable String jsonFile,
        @Nullable String queueUrl,
        String region,
        boolean currentKubeconfig,
        String namespace,
        String image,
        int analyzerPort,
        @Nullable String analyzerUrl,
        Duration timeout) {

    static final String USAGE = """
            java -jar video-encoder.jar [options]
              --messages N          videos to produce (10)
              --encode-seconds N    how long a video takes, decimals allowed (2)
              --polling-seconds N   time from one round to the next, at least 1 (1)
              --max-replicas N      jobs at once (100)
              --strategy NAME       default, custom, accurate or eager (default)
              --json FILE           write the record of all rounds to FILE
              --timeout-seconds N   give up after this time (what the videos need, and two minutes)
            By default queue and cluster are embedded. For real ones:
              --queue-url URL       a queue of AWS, with credentials of the default chain
              --region NAME         its region (eu-west-1)
              --kubeconfig current  the cluster of the current kubeconfig; its jobs run the image with "encode"
              --namespace NAME      where the jobs run (default)
              --image NAME          what the jobs run (video-encoder:latest)
              --analyzer-port N     port of the result analyzer, 0 for any (0)
              --analyzer-url URL    where jobs reach the analyzer (this machine)
            java -jar video-encoder.jar encode: what a job's pod runs; reads QUEUE_URL, AWS_REGION, ANALYZER_URL,
            ENCODE_SECONDS and, for a queue elsewhere, SQS_ENDPOINT from its environment.
            """;

    private static final List<String> STRATEGIES = List.of("default", "custom", "accurate", "eager");
    private static final List<String> NAMES = List.of(
            "--messages",
            "--encode-seconds",
            "--polling-seconds",
            "--max-replicas",
            "--strategy",
            "--json",
            "--timeout-seconds",
            "--queue-url",
            "--region",
            "--kubeconfig",
            "--namespace",
            "--image",
            "--analyzer-port",
            "--analyzer-url");

    static Options parse(String... arguments) {
        Violations violations = new Violations();
        Map<String, String> given = new TreeMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i];
            if (!NAMES.contains(name)) {
                violations.add("option", name, "one of " + NAMES);
            } else if (i + 1 == arguments.length) {
                violations.addMissing(name, "a value after it");
            } else {
                given.put(name, arguments[i + 1]);
            }
        }
        int messages = (int) number(violations, given, "--messages", 10, 1, 100_000);
        double encode = number(violations, given, "--encode-seconds", 2, 0, 86_400);
        double polling = number(violations, given, "--polling-seconds", 1, 1, 3_600);
        int maximum = (int) number(violations, given, "--max-replicas", 100, 1, 10_000);
        double enough = 120 + (polling + encode + 2) * (Math.ceil((double) messages / Math.max(1, maximum)) + 1);
        double timeout = number(violations, given, "--timeout-seconds", enough, 1, 864_000);
        int port = (int) number(violations, given, "--analyzer-port", 0, 0, 65_535);
        String strategy = given.getOrDefault("--strategy", "default");
        violations.check(STRATEGIES.contains(strategy), "--strategy", strategy, "one of " + STRATEGIES);
        String kubeconfig = given.get("--kubeconfig");
        violations.check(
                kubeconfig == null || kubeconfig.equals("current"), "--kubeconfig", kubeconfig + "", "current");
        boolean real = kubeconfig != null;
        violations.check(
                !real || given.containsKey("--queue-url"),
                "--queue-url",
                "<missing>",
                "a queue that the pods can reach, where --kubeconfig is given");
        violations.throwIfAny("video-encoder");
        return new Options(
                messages,
                seconds(encode),
                seconds(polling),
                maximum,
                strategy,
                given.get("--json"),
                given.get("--queue-url"),
                given.getOrDefault("--region", "eu-west-1"),
                real,
                given.getOrDefault("--namespace", "default"),
                given.getOrDefault("--image", "video-encoder:latest"),
                port,
                given.get("--analyzer-url"),
                seconds(timeout));
    }

    private static Duration seconds(double number) {
        return Duration.ofMillis(Math.round(number * 1000));
    }

    private static double number(
            Violations violations,
            Map<String, String> given,
            String name,
            double otherwise,
            double least,
            double most) {
        String text = given.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            double number = Double.parseDouble(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        violations.add(name, text, String.format("a number from %.0f to %.0f", least, most));
        return otherwise;
    }
}
