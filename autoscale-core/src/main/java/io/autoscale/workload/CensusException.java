// SPDX-License-Identifier: Apache-2.0
package io.autoscale.workload;

import org.jspecify.annotations.Nullable;

/** The jobs of a workload could not be counted. A round without a census creates nothing and deletes nothing. */
public class CensusException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what failed
     * @param cause what went wrong below, or null
     */
    public CensusException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
