// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

/** The value of the {@code Ready} condition. The reasons are those of KEDA. */
public enum Readiness {
    /** Every trigger was read. */
    READY("ScaledJobReady"),
    /** Some triggers failed, and the workload is active. */
    PARTIAL_TRIGGER_ERROR("PartialTriggerError"),
    /** Triggers failed, and the workload is not active. */
    TRIGGER_ERROR("TriggerError");

    private final String reason;

    Readiness(String reason) {
        this.reason = reason;
    }

    /** The reason of the status condition. */
    public String reason() {
        return reason;
    }
}
