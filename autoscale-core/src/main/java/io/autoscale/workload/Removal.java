// SPDX-License-Identifier: Apache-2.0
package io.autoscale.workload;

/** What happens to the jobs of a workload that is no longer scaled. In all cases, no more jobs are created. */
public enum Removal {
    /** The jobs are left unchanged. */
    ORPHAN,
    /** Unfinished jobs run to completion. Until then, the history limits are enforced. */
    DRAIN,
    /** Unfinished jobs are deleted. */
    KILL
}
