// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;

/** The names of the jobs to create, put into words only when somebody reads them. */
final class PlannedJobs extends AbstractList<String> implements RandomAccess {

    static final PlannedJobs NONE = new PlannedJobs("", new long[0], 0);

    private final String scaledJob;
    private final long[] ordinals;
    private final long settledOrdinal;

    PlannedJobs(String scaledJob, long[] ordinals, long settledOrdinal) {
        this.scaledJob = scaledJob;
        this.ordinals = ordinals;
        this.settledOrdinal = settledOrdinal;
    }

    /** The ordinal up to which each one was in use or settled when these were planned. */
    long settledOrdinal() {
        return settledOrdinal;
    }

    @Override
    public String get(int index) {
        return JobNames.of(scaledJob, ordinals[Objects.checkIndex(index, ordinals.length)]);
    }

    @Override
    public int size() {
        return ordinals.length;
    }
}
