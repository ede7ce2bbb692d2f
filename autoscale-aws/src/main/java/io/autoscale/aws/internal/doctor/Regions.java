// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.doctor;

import io.autoscale.aws.doctor.Finding;
import io.autoscale.aws.trigger.AwsRegion;
import java.util.Comparator;
import java.util.Optional;
import software.amazon.awssdk.regions.Region;

/** Distinguishes known regions from probable misspellings. */
final class Regions {

    private static final int NEAR = 2;

    private Regions() {}

    static Finding finding(AwsRegion region) {
        String where = region.name() + " in partition " + region.partition();
        if (Region.regions().stream().anyMatch(known -> known.id().equals(region.name()))) {
            return Findings.ok("region", where);
        }
        Optional<String> near = Region.regions().stream()
                .filter(known -> !known.isGlobalRegion())
                .map(Region::id)
                .filter(known -> distance(known, region.name()) <= NEAR)
                .min(Comparator.comparingInt((String known) -> distance(known, region.name()))
                        .thenComparing(Comparator.naturalOrder()));
        return Findings.warning(
                "region",
                where + " is not a region that is known here"
                        + near.map(known -> "; did you mean " + known + "?").orElse(""),
                "correct awsRegion, unless the region is newer than the SDK in use");
    }

    /** How many letters differ, at least: insertions, deletions and changes, by the usual table kept row by row. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
