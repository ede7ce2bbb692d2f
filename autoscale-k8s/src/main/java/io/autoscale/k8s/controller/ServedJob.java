// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.controller;

import io.autoscale.engine.Registration;
import io.autoscale.spec.ScaledJob;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A ScaledJob that this controller looks after.
 *
 * @param specification what it was made from
 * @param registration its rounds; null for one that was refused
 */
record ServedJob(Specification specification, @Nullable Registration registration) {

    Optional<ScaledJob> scaledJob() {
        return Optional.ofNullable(registration).map(Registration::scaledJob);
    }
}
