// SPDX-License-Identifier: Apache-2.0
package io.autoscale.workload;

/** What becomes of the jobs of a workload that is no longer scaled. In every case no job is created any more. */
public enum Removal {
    /** They are left alone. */
    ORPHAN,
    /** Those that are not finished are waited for; the history limits are kept meanwhile. */
    DRAIN,
    /** Those that are not finished are deleted. */
    KILL
}
