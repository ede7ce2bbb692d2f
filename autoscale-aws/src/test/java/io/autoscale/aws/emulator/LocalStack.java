// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/** LocalStack in a Docker container; images from 2026.03 on require an account. */
final class LocalStack {

    private static final String VERSION = "4.14.0";

    private static LocalStackContainer container;
    private static String whyNot;

    private LocalStack() {}

    static Emulator emulator(AwsEmulatedService service) {
        if (service == AwsEmulatedService.CLOUDWATCH) {
            return Emulator.missing(service, "LocalStack", "untried with the protocol this SDK speaks");
        }
        if (container == null && whyNot == null) {
            start();
        }
        if (whyNot != null) {
            return Emulator.missing(service, "LocalStack", whyNot);
        }
        return new Emulator(
                service,
                "LocalStack " + VERSION,
                container.getEndpoint(),
                container.getAccessKey(),
                container.getSecretKey(),
                Optional.empty());
    }

    static void close() {
        if (container != null) {
            container.stop();
            container = null;
        }
    }

    private static void start() {
        if (!dockerMayBeHere()) {
            whyNot = "no Docker here";
            return;
        }
        // Testcontainers logs many lines if it finds no Docker
        System.setProperty("org.slf4j.simpleLogger.log.org.testcontainers", "off");
        System.setProperty("org.slf4j.simpleLogger.log.tc", "off");
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            whyNot = "no Docker here";
            return;
        }
        LocalStackContainer starting = null;
        try {
            starting = new LocalStackContainer(DockerImageName.parse("localstack/localstack:" + VERSION))
                    .withServices("sqs", "dynamodb", "dynamodbstreams", "kinesis", "sts");
            starting.start();
            container = starting;
        } catch (RuntimeException e) {
            whyNot = "Docker is here, but not the image: "
                    + e.toString().lines().findFirst().orElseThrow();
            if (starting != null) {
                starting.stop();
            }
        }
    }

    /** A fast check, because Testcontainers takes seconds to detect that Docker is missing. */
    private static boolean dockerMayBeHere() {
        return Environment.get("DOCKER_HOST").isPresent()
                || Files.exists(Path.of("/var/run/docker.sock"))
                || Files.exists(Path.of(Environment.orElse("XDG_RUNTIME_DIR", "/nowhere"), "docker.sock"))
                || Files.exists(Path.of(System.getProperty("user.home"), ".docker", "run", "docker.sock"))
                || Files.exists(Path.of(System.getProperty("user.home"), ".testcontainers.properties"));
    }
}
