// SPDX-License-Identifier: Apache-2.0
package io.autoscale.plan;

import static io.autoscale.given.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.demand.MultipleScalersCalculation;
import io.autoscale.given.Given;
import io.autoscale.source.ScalerException;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.ScaledJob;
import io.autoscale.spec.ScaledJobBuilder;
import io.autoscale.strategy.ScalingDecision;
import io.autoscale.strategy.ScalingStrategy;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.JobState;
import io.autoscale.workload.ObservedJob;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlanExplanationTest {

    private static ScalingPlan plan(ScaledJobBuilder job, List<TriggerReading> readings, int running) {
        return Planner.plan(job.build(), readings, JobCensus.ofCounts(NOW, running, 0), NOW);
    }

    private static Arguments row(
            Consumer<ScaledJobBuilder> change, List<TriggerReading> readings, int running, String sentence) {
        return Arguments.of(change, readings, running, sentence);
    }

    static Stream<Arguments> sentences() {
        return Stream.of(
                row(
                        j -> j.maxReplicaCount(3),
                        Given.backlog(10, 1),
                        1,
                        "backlog 10 / target 1 = 10 jobs, at most 3 wanted, default: 3 wanted - 1 running gives 2:"
                                + " create 2"),
                row(
                        j -> {},
                        Given.backlog(10, 1),
                        0,
                        "backlog 10 / target 1 = 10 jobs, default: 10 wanted - 0 running gives 10: create 10"),
                row(
                        j -> j.maxReplicaCount(3),
                        Given.backlog(4, 5),
                        0,
                        "backlog 4 / target 5 = 0.8 jobs, default: 1 wanted - 0 running gives 1: create 1"),
                row(
                        j -> j.maxReplicaCount(3),
                        Given.backlog(3, 1),
                        0,
                        "backlog 3 / target 1 = 3 jobs, default: 3 wanted - 0 running gives 3: create 3"),
                row(
                        j -> {},
                        Given.backlog(5, 5),
                        1,
                        "backlog 5 / target 5 = 1 job, default: 1 wanted - 1 running gives 0: create none"),
                row(
                        j -> {},
                        Given.backlog(7, 0),
                        0,
                        "backlog 7 / target 0 gives 0 jobs, default: 0 wanted - 0" + " running gives 0: create none"),
                row(
                        j -> {},
                        List.of(Given.observed("q", 5, 1, 5)),
                        0,
                        "backlog 5 is not above activation 5, no trigger is active: create none"),
                row(
                        j -> {},
                        List.of(Given.failed("q")),
                        0,
                        "q left out: unavailable (no route to host), no trigger could be read: create none"),
                row(
                        j -> j.minReplicaCount(2),
                        List.of(Given.failed("q")),
                        0,
                        "q left out: unavailable (no route to host), fewer jobs than minReplicaCount 2: create 2"),
                row(
                        j -> {},
                        List.of(Given.failed("a"), Given.observed("b", 2, 1, 0)),
                        0,
                        "a left out: unavailable (no route to host), b backlog 2 / target 1 = 2 jobs, default: 2"
                                + " wanted - 0 running gives 2: create 2"),
                row(
                        j -> {},
                        List.of(Given.observed("a", 100, 100, 0), Given.observed("b", 50, 1, 0)),
                        0,
                        "a backlog 100 / target 100 = 1 job, b backlog 50 / target 1 = 50 jobs, max = backlog 100, 1"
                                + " wanted, default: 1 wanted - 0 running gives 1: create 1"),
                row(
                        j -> j.multipleScalersCalculation(MultipleScalersCalculation.MAX_JOBS),
                        List.of(Given.observed("a", 100, 100, 0), Given.observed("b", 0, 1, 0)),
                        0,
                        "a backlog 100 / target 100 = 1 job, b backlog 0 is not above activation 0, maxJobs = backlog"
                                + " 100, 1 wanted, default: 1 wanted - 0 running gives 1: create 1"),
                row(
                        j -> j.scalingStrategy(ScalingStrategy.custom(0, 0.5)),
                        Given.backlog(200, 1),
                        100,
                        "backlog 200 / target 1 = 200 jobs, at most 100 wanted, custom: 100 wanted - 0 deducted - 50"
                                + " of 100 running, at most 100 gives 50, at most 0 free of 100: create none"),
                row(
                        j -> j.minTotalJobCount(2),
                        Given.backlog(0, 1),
                        1,
                        "backlog 0 is not above activation 0, no trigger is active, at least 1 for minTotalJobCount 2:"
                                + " create 1"),
                row(
                        j -> j.warmJobCount(2),
                        Given.backlog(1, 1),
                        2,
                        "backlog 1 / target 1 = 1 job, plus 2 warm, default: 3 wanted - 2 running gives 1: create 1"),
                row(
                        j -> j.warmJobCount(2),
                        List.of(Given.failed("q")),
                        0,
                        "q left out: unavailable (no route to host), no trigger could be read: create none"),
                row(
                        j -> j.scalingStrategy(ScalingStrategy.named("half", in -> ScalingDecision.create(0, "few"))),
                        Given.backlog(1, 1),
                        0,
                        "backlog 1 / target 1 = 1 job, half: few gives 0: create none"),
                row(
                        j -> j.scalingStrategy(in -> ScalingDecision.none("not at night")),
                        Given.backlog(1e15, 1),
                        0,
                        "backlog 1000000000000000 / target 1 = 1000000000000000 jobs, at most 100 wanted, custom function: not at"
                                + " night gives 0: create none"));
    }

    @ParameterizedTest
    @MethodSource("sentences")
    void a_plan_explains_its_calculation(
            Consumer<ScaledJobBuilder> change, List<TriggerReading> readings, int running, String sentence) {
        ScaledJobBuilder job = Given.job();
        change.accept(job);

        PlanExplanation explanation = plan(job, readings, running).explanation();

        assertThat(explanation).hasToString(sentence);
        assertThat(explanation.steps()).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void the_steps_come_in_order() {
        assertThat(plan(Given.job().maxReplicaCount(3), Given.backlog(10, 1), 1)
                        .explanation()
                        .steps())
                .containsExactly(
                        "backlog 10 / target 1 = 10 jobs",
                        "at most 3 wanted",
                        "default: 3 wanted - 1 running gives 2",
                        "create 2");
    }

    @Test
    void a_plan_is_printed_on_one_line() {
        assertThat(plan(Given.job(), Given.backlog(1, 1), 0))
                .hasToString("default/videos: backlog 1 / target 1 = 1 job, default: 1 wanted - 0 running gives 1:"
                        + " create 1 (videos-000001)");
        assertThat(plan(Given.job(), Given.backlog(3, 1), 0))
                .hasToString("default/videos: backlog 3 / target 1 = 3 jobs, default: 3 wanted - 0 running gives 3:"
                        + " create 3 (videos-000001 … videos-000003)");
        assertThat(plan(Given.job(), Given.backlog(0, 1), 0))
                .hasToString("default/videos: backlog 0 is not above activation 0, no trigger is active: create none");
    }

    @Test
    void a_plan_that_deletes_says_how_many() {
        JobCensus census = JobCensus.of(NOW, List.of(ObservedJob.finished("videos-000001", JobState.FAILED, NOW, NOW)));
        ScaledJob job = Given.job().failedJobsHistoryLimit(0).build();

        assertThat(Planner.plan(job, Given.backlog(0, 1), census, NOW))
                .hasToString("default/videos: backlog 0 is not above activation 0, no trigger is active: create none;"
                        + " delete 1 finished");
    }

    @Test
    void foreign_line_breaks_are_removed() {
        TriggerReading failed =
                new TriggerReading.Failed("q", ScalerException.Kind.NOT_FOUND, "gone\r\nfor good\n", NOW);
        ScaledJobBuilder job = Given.job().scalingStrategy(in -> ScalingDecision.none("one\ntwo\u2028three"));

        assertThat(plan(job, List.of(failed, Given.observed("b", 1, 1, 0)), 0))
                .hasToString("default/videos: q left out: not found (gone for good ), b backlog 1 / target 1 = 1 job,"
                        + " custom function: one two three gives 0: create none");
    }

    @Test
    void suspended_jobs_are_named() {
        ScaledJob job = Given.job().maxReplicaCount(3).build();
        List<ObservedJob> suspended =
                List.of(job("videos-000001", true), job("videos-000002", true), job("videos-000003", true));
        assertThat(Planner.plan(job, Given.backlog(10, 1), JobCensus.of(NOW, suspended), NOW))
                .asString()
                .contains("3 running, all suspended, default: 3 wanted - 3 running gives 0");
        List<ObservedJob> some = List.of(job("videos-000001", false), job("videos-000002", true));
        assertThat(Planner.plan(job, Given.backlog(10, 1), JobCensus.of(NOW, some), NOW))
                .asString()
                .contains("2 running, 1 suspended, default");
    }

    private static ObservedJob job(String name, boolean suspended) {
        return new ObservedJob(name, JobState.PENDING, suspended, false, NOW, null, null, ObservedJob.NOT_OURS);
    }
}
