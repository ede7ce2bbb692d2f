// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.net.URI;
import java.util.Optional;

/**
 * An emulator of one service, or the reason why it is missing. A missing emulator has no endpoint;
 * tests that need it are skipped with the reason.
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
