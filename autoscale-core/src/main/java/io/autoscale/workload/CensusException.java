// SPDX-License-Identifier: Apache-2.0
package io.autoscale.workload;

import org.jspecify.annotations.Nullable;

/** Thrown when the jobs of a workload could not be counted. A round without a census creates and deletes nothing. */
public class CensusException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what failed
     * @param cause the cause, or null
     */
    public CensusException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
