// SPDX-License-Identifier: Apache-2.0
package io.autoscale.benchmarks;

import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.plan.Planner;
import io.autoscale.plan.ScalingPlan;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.trigger.Trigger;
import io.autoscale.workload.JobCensus;
import io.autoscale.workload.JobState;
import io.autoscale.workload.ObservedJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The time and the bytes of one plan. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PlannerBenchmark {

    /** Jobs that run; as many again are wanted, and seven more. */
    @Param({"3", "93"})
    public int running;

    private final Instant now = Instant.parse("2030-01-01T12:00:00Z");
    private final ScaledJob job = ScaledJob.builder("video-processor")
            .jobTemplate(JobTemplate.named("encoder"))
            .trigger(Trigger.builder("test").build())
            .build();

    /** Nothing to prepare: readings and census are made on first use. */
    public PlannerBenchmark() {}

    private List<TriggerReading> readings = List.of();
    private JobCensus census = JobCensus.empty(now);

    /** Makes readings and census. */
    @org.openjdk.jmh.annotations.Setup
    public void prepare() {
        List<ObservedJob> jobs = new ArrayList<>();
        for (int i = 1; i <= running; i++) {
            jobs.add(ObservedJob.unfinished(
                    "video-processor-" + String.format("%06d", i), JobState.RUNNING, now.minusSeconds(600)));
        }
        census = JobCensus.of(now, jobs);
        readings = List.of(new TriggerReading.Observed(
                "test", MetricSpec.averageValue("test", 1), new MetricSample(running + 7.0, now)));
    }

    /**
     * A plan without its words.
     *
     * @return the plan
     */
    @Benchmark
    public ScalingPlan plan() {
        return Planner.plan(job, readings, census, now);
    }

    /**
     * A plan with its explanation's text.
     *
     * @return the text
     */
    @Benchmark
    public String planAndExplanation() {
        return Planner.plan(job, readings, census, now).toString();
    }
}
