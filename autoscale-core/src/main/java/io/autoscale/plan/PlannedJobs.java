// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import io.autoscale.internal.Packed;
import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;

/** The names of the jobs to create. The names are formatted only when they are read. */
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

    /** Returns the ordinal up to which all were used or settled at planning. */
    long settledOrdinal() {
        return settledOrdinal;
    }

    void pack(Packed.Writer to) {
        to.number(settledOrdinal).number(ordinals.length);
        long last = 0;
        for (long ordinal : ordinals) {
            to.number(ordinal - last);
            last = ordinal;
        }
    }

    static PlannedJobs unpack(Packed.Reader from, String scaledJob) {
        long settled = from.number();
        long[] ordinals = new long[from.integer()];
        long last = 0;
        for (int i = 0; i < ordinals.length; i++) {
            last += from.number();
            ordinals[i] = last;
        }
        return ordinals.length == 0 ? NONE : new PlannedJobs(scaledJob, ordinals, settled);
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
