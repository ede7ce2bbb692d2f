// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.controller;

import io.autoscale.engine.Registration;
import io.autoscale.spec.ScaledJob;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A ScaledJob that this controller scales.
 *
 * @param specification the specification it was created from
 * @param registration the registration; null if the ScaledJob was rejected
 */
record ServedJob(Specification specification, @Nullable Registration registration) {

    Optional<ScaledJob> scaledJob() {
        return Optional.ofNullable(registration).map(Registration::scaledJob);
    }
}
