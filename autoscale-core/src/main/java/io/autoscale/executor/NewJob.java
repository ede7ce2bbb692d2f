// SPDX-License-Identifier: Apache-2.0
package io.autoscale.executor;

import io.autoscale.spec.ScaledJob;
import java.util.Objects;

/**
 * A job to create.
 *
 * @param scaledJob whose job, with what the job is to do ({@link ScaledJob#jobTemplate()})
 * @param name the name of the job, unique within its workload
 * @param settledOrdinal a number to keep with the job and to give back when jobs are listed; at least 0
 */
public record NewJob(ScaledJob scaledJob, String name, long settledOrdinal) {

    /**
     * Checks that all parts are there, and the range.
     *
     * @throws IllegalArgumentException when the ordinal is negative
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
     * The fingerprint of the template, to keep with the job and to give back when jobs are listed.
     *
     * @return a short text
     */
    public String template() {
        return scaledJob.jobTemplate().fingerprint();
    }
}
