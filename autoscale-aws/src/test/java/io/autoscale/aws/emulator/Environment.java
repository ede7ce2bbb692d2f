// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.util.Optional;

/** Environment variables; an empty one is as good as none. */
final class Environment {

    private Environment() {}

    static Optional<String> get(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }

    static String orElse(String name, String otherwise) {
        return get(name).orElse(otherwise);
    }
}
