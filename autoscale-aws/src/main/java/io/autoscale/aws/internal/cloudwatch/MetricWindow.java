// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.cloudwatch;

import java.time.Duration;
import java.time.Instant;

/**
 * Which stretch of time is read: the end is now less the offset, cut down to a multiple of the period of the
 * datapoints; the start is the collection time before that.
 */
public record MetricWindow(Duration period, Duration collection, Duration offset) {

    /** Metrics of standard resolution change once a minute at most. */
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** From where KEDA counts periods, in seconds of the epoch; it matters for those that do not divide a day. */
    private static final long YEAR_ONE = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();

    /** A stretch of time; the end is not part of it. */
    record Interval(Instant start, Instant end) {}

    Interval at(Instant now) {
        long seconds = now.minus(offset).getEpochSecond();
        Instant end = Instant.ofEpochSecond(seconds - Math.floorMod(seconds - YEAR_ONE, period.toSeconds()));
        return new Interval(end.minus(collection), end);
    }

    /** When the interval of now gives way to the next. */
    Instant nextIntervalAt(Instant now) {
        return at(now).end().plus(period).plus(offset);
    }

    /** How long a read holds at least, within one interval. */
    Duration pace() {
        return period.compareTo(MINUTE) < 0 ? period : MINUTE;
    }

    boolean isNewest(Interval interval, Instant timestamp) {
        return !timestamp.isBefore(interval.end().minus(period));
    }

    /**
     * When the newest datapoint of an interval changes no more: CloudWatch adds what arrives late to a datapoint that
     * is there already.
     */
    Instant settledAt(Interval interval) {
        Duration settling = period.compareTo(MINUTE) <= 0 ? period : MINUTE.multipliedBy(2);
        return interval.end().plus(offset).plus(settling);
    }
}
