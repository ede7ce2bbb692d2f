// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spring;

import io.autoscale.engine.Registration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is scaled, by an autoscaler or by a controller.
 *
 * @param current the registrations
 * @param trouble why jobs cannot be counted or changes cannot be received; empty if they can
 */
record ScalingView(Supplier<List<Registration>> current, Supplier<Optional<String>> trouble) {

    /** In the order of their names. */
    List<Registration> registrations() {
        return current.get().stream()
                .sorted(Comparator.comparing(
                        registration -> registration.scaledJob().ref().toString()))
                .toList();
    }

    Optional<Registration> find(String namespace, String name) {
        return current.get().stream()
                .filter(registration -> registration.scaledJob().namespace().equals(namespace)
                        && registration.scaledJob().name().equals(name))
                .findFirst();
    }
}
