// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/**
 * The available emulators of a service. Emulators in this JVM and in Docker are started on first
 * use, are shared, and end with the tests. Others are configured in the environment.
 */
public final class Emulators {

    private static final Set<AwsEmulatedService> OF_MOTO = EnumSet.of(
            AwsEmulatedService.SQS,
            AwsEmulatedService.DYNAMODB,
            AwsEmulatedService.DYNAMODB_STREAMS,
            AwsEmulatedService.STS);

    private static SQSRestServer elasticMq;
    private static FakeCloudWatch cloudWatch;

    private Emulators() {}

    /** The emulators of a service, missing ones included. */
    public static synchronized List<Emulator> of(AwsEmulatedService service) {
        List<Emulator> emulators = new ArrayList<>();
        if (service == AwsEmulatedService.SQS) {
            emulators.add(Emulator.at(service, "ElasticMQ in this JVM", elasticMq()));
            given("AUTOSCALE_TEST_SQS_ENDPOINT").ifPresent(uri -> emulators.add(Emulator.at(service, "as given", uri)));
        }
        if (service == AwsEmulatedService.CLOUDWATCH) {
            emulators.add(Emulator.at(service, "our fake", cloudWatch().endpoint()));
        }
        if (OF_MOTO.contains(service)) {
            emulators.add(external(service, "moto", "AUTOSCALE_TEST_MOTO"));
        }
        if (service == AwsEmulatedService.KINESIS) {
            emulators.add(external(service, "kinesis-local", "AUTOSCALE_TEST_KINESIS"));
        }
        emulators.add(LocalStack.emulator(service));
        given("AUTOSCALE_TEST_AWS_ENDPOINT").ifPresent(uri -> emulators.add(Emulator.at(service, "as given", uri)));
        return List.copyOf(emulators);
    }

    /** The fake that {@link #of} gives for CloudWatch: shared, so a test uses metric names of its own. */
    public static synchronized FakeCloudWatch cloudWatch() {
        if (cloudWatch == null) {
            cloudWatch = FakeCloudWatch.start();
        }
        return cloudWatch;
    }

    /** Ends what was started here. */
    static synchronized void close() {
        if (elasticMq != null) {
            elasticMq.stopAndWait();
            elasticMq = null;
        }
        if (cloudWatch != null) {
            cloudWatch.close();
            cloudWatch = null;
        }
        LocalStack.close();
    }

    private static Emulator external(AwsEmulatedService service, String name, String variables) {
        String version =
                Environment.get(variables + "_VERSION").map(text -> " " + text).orElse("");
        return given(variables + "_ENDPOINT")
                .map(uri -> Emulator.at(service, name + version, uri))
                .orElseGet(() -> Emulator.missing(service, name, variables + "_ENDPOINT is not set; .ci/run sets it"));
    }

    private static Optional<URI> given(String variable) {
        return Environment.get(variable).map(URI::create);
    }

    private static URI elasticMq() {
        if (elasticMq == null) {
            elasticMq = SQSRestServerBuilder.withInterface("127.0.0.1")
                    .withDynamicPort()
                    .start();
        }
        return URI.create("http://127.0.0.1:"
                + elasticMq.waitUntilStarted().localAddress().getPort());
    }
}
