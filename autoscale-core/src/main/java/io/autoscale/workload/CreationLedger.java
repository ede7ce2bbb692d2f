// SPDX-License-Identifier: Apache-2.0
package io.autoscale.workload;

import java.util.Set;

/**
 * What the one who creates jobs knows beside the observation of them.
 *
 * @param unseen names of jobs that were created for certain and are not in the observation yet
 * @param unresolved names whose creation was asked for and not answered: the job may exist or appear later; the next
 *     creation uses these names first, so that it lands on the same job
 * @param taken names that belong to somebody else's job and cannot be used
 * @param settledOrdinal ordinals up to this one are never used again: at least 0
 */
public record CreationLedger(Set<String> unseen, Set<String> unresolved, Set<String> taken, long settledOrdinal) {

    /** Nothing known beside the observation. */
    public static final CreationLedger EMPTY = new CreationLedger(Set.of(), Set.of(), Set.of(), 0);

    /**
     * Copies the sets.
     *
     * @param unseen as above
     * @param unresolved as above
     * @param taken as above
     * @param settledOrdinal as above
     */
    public CreationLedger {
        unseen = Set.copyOf(unseen);
        unresolved = Set.copyOf(unresolved);
        taken = Set.copyOf(taken);
    }
}
