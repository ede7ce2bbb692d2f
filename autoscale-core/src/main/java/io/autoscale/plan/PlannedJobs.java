// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;

/** The names of the jobs to create, put into words only when somebody reads them. */
final class PlannedJobs extends AbstractList<String> implements RandomAccess {

    private final String scaledJob;
    private final long[] ordinals;

    PlannedJobs(String scaledJob, long[] ordinals) {
        this.scaledJob = scaledJob;
        this.ordinals = ordinals;
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
