// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.net.URI;
import java.util.Optional;

/**
 * A real emulator of one service, or, when it is missing here, why; what is missing has no endpoint. A test never gets a
 * missing one: its invocation is skipped with the reason.
 */
public record Emulator(
        AwsEmulatedService service,
        String name,
        URI endpoint,
        String accessKeyId,
        String secretAccessKey,
        Optional<String> missing) {

    static Emulator at(AwsEmulatedService service, String name, URI endpoint) {
        return new Emulator(
                service,
                name,
                endpoint,
                Environment.orElse("AUTOSCALE_TEST_AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
                Environment.orElse("AUTOSCALE_TEST_AWS_SECRET_ACCESS_KEY", "fake-secret"),
                Optional.empty());
    }

    static Emulator missing(AwsEmulatedService service, String name, String why) {
        return new Emulator(service, name, null, null, null, Optional.of(why));
    }

    @Override
    public String toString() {
        return name;
    }
}
