// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The datapoints {@link FakeCloudWatch} holds, and their statistics. */
final class CloudWatchMetrics {

    private final Map<CloudWatchMetric, List<Point>> points = new ConcurrentHashMap<>();

    private record Point(Instant time, double value, String unit) {}

    void add(CloudWatchMetric metric, Instant time, double value, String unit) {
        points.computeIfAbsent(metric, key -> new CopyOnWriteArrayList<>()).add(new Point(time, value, unit));
    }

    void clear() {
        points.clear();
    }

    /**
     * One value for each period that has datapoints, by the start of the period; periods are counted from the start, and
     * the end is exclusive. A unit that the data does not have gives nothing.
     */
    NavigableMap<Instant, Double> series(
            CloudWatchMetric metric, String stat, Duration period, Instant start, Instant end, String unit) {
        NavigableMap<Instant, double[]> buckets = new TreeMap<>();
        for (Point point : points.getOrDefault(metric, List.of())) {
            boolean within = !point.time.isBefore(start) && point.time.isBefore(end);
            if (within && (unit == null || unit.equals(point.unit))) {
                long number = Duration.between(start, point.time).dividedBy(period);
                buckets.merge(
                        start.plus(period.multipliedBy(number)),
                        new double[] {point.value},
                        (left, right) -> concat(left, right));
            }
        }
        NavigableMap<Instant, Double> series = new TreeMap<>();
        buckets.forEach((time, values) -> series.put(time, statistic(stat, values)));
        return series;
    }

    /** Returns whether {@link #series} supports the statistic. */
    static boolean knows(String stat) {
        return stat.matches("Average|Sum|Minimum|Maximum|SampleCount|p\\d{1,2}(\\.\\d+)?|p100");
    }

    private static double statistic(String stat, double[] values) {
        Arrays.sort(values);
        return switch (stat) {
            case "Average" -> Arrays.stream(values).sum() / values.length;
            case "Sum" -> Arrays.stream(values).sum();
            case "Minimum" -> values[0];
            case "Maximum" -> values[values.length - 1];
            case "SampleCount" -> values.length;
            default -> {
                double share = Double.parseDouble(stat.substring(1)) / 100;
                int rank = (int) Math.ceil(share * values.length);
                yield values[Math.max(rank, 1) - 1];
            }
        };
    }

    private static double[] concat(double[] left, double[] right) {
        double[] both = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }
}
