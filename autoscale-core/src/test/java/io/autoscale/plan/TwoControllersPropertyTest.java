// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import static io.autoscale.given.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.given.Given;
import io.autoscale.spec.ScaledJob;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.JobState;
import io.autoscale.workload.ObservedJob;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TwoControllersPropertyTest {

    private static ObservedJob settled(int ordinal) {
        return ObservedJob.finished(
                        JobNames.of("videos", ordinal), JobState.SUCCEEDED, NOW.minus(JobOrdinals.SETTLING_TIME), NOW)
                .settling(ordinal - 1);
    }

    private static ObservedJob fresh(String name, int age, int settled) {
        return ObservedJob.unfinished(name, JobState.PENDING, NOW.minusSeconds(age))
                .settling(settled);
    }

    private static List<String> planned(ScaledJob job, int backlog, List<ObservedJob> seen) {
        return Planner.plan(job, Given.backlog(backlog, 1), JobCensus.of(NOW, seen), NOW)
                .jobsToCreate();
    }

    @Property(tries = 2000, seed = "20260303", edgeCases = EdgeCasesMode.NONE)
    void controllers_with_different_views_of_a_creation_name_the_same_jobs(
            @ForAll @IntRange(max = 50) int horizon,
            @ForAll @IntRange(min = 1, max = 30) int planned,
            @ForAll int oneView,
            @ForAll int otherView,
            @ForAll @IntRange(max = 59) int age) {
        ScaledJob job = Given.job().build();
        List<ObservedJob> before = horizon == 0 ? List.of() : List.of(settled(horizon));
        List<String> plan = planned(job, planned, before);
        Set<String> named = new HashSet<>();
        for (int view : new int[] {oneView, otherView}) {
            List<ObservedJob> seen = new ArrayList<>(before);
            for (int i = 0; i < plan.size(); i++) {
                if ((view >> i & 1) == 1) {
                    seen.add(fresh(plan.get(i), age, horizon));
                    named.add(plan.get(i));
                }
            }
            List<String> filled = planned(job, planned, seen);
            assertThat(seen)
                    .extracting(ObservedJob::name)
                    .doesNotContainAnyElementsOf(filled.isEmpty() ? List.of("") : filled);
            assertThat(filled).hasSize(planned - (seen.size() - before.size()));
            named.addAll(filled);
        }

        assertThat(plan).hasSize(planned).first().isEqualTo(JobNames.of("videos", horizon + 1));
        assertThat(named).containsExactlyInAnyOrderElementsOf(plan);
    }
}
