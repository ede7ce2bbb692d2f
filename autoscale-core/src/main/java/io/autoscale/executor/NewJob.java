// SPDX-License-Identifier: Apache-2.0
package io.autoscale.executor;

import io.autoscale.spec.ScaledJob;
import java.util.Objects;

/**
 * A job to create.
 *
 * @param scaledJob the scaled job, with the template of the job ({@link ScaledJob#jobTemplate()})
 * @param name the name of the job, unique within its workload
 * @param settledOrdinal a number to store with the job and to return when jobs are listed; at least 0
 */
public record NewJob(ScaledJob scaledJob, String name, long settledOrdinal) {

    /**
     * Validates the values.
     *
     * @throws IllegalArgumentException if the ordinal is negative
     */
    public NewJob {
        Objects.requireNonNull(scaledJob, "scaledJob");
        Objects.requireNonNull(name, "name");
        if (settledOrdinal < 0) {
            throw new IllegalArgumentException(
                    "settledOrdinal: '" + settledOrdinal + "' is not valid for job " + name + ", expected >= 0");
        }
    }

    /**
     * The fingerprint of the template, to store with the job and to return when jobs are listed.
     *
     * @return a short text
     */
    public String template() {
        return scaledJob.jobTemplate().fingerprint();
    }
}
