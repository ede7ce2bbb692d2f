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
import java.time.Duration;
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
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The time and the bytes of one plan that creates seven jobs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PlannerBenchmark {

    /** What the plan is made from. */
    public enum Situation {
        /** One trigger, a backlog of 10, three running jobs. */
        PLAIN(1, 3, Duration.ofMinutes(10)),
        /** Three triggers, a hundred running jobs, all older than five minutes. */
        LARGE(3, 100, Duration.ofMinutes(10)),
        /** The same with jobs that are one minute old, for which a plan still looks for gaps. */
        LARGE_YOUNG(3, 100, Duration.ofMinutes(1));

        private final int triggers;
        private final int running;
        private final Duration age;

        Situation(int triggers, int running, Duration age) {
            this.triggers = triggers;
            this.running = running;
            this.age = age;
        }
    }

    /** What the plan is made from. */
    @Param
    public Situation situation = Situation.PLAIN;

    private final Instant now = Instant.parse("2030-01-01T12:00:00Z");
    private ScaledJob job = scaledJob(Situation.PLAIN);
    private List<TriggerReading> readings = List.of();
    private JobCensus census = JobCensus.empty(now);

    /** Made by JMH. */
    public PlannerBenchmark() {}

    /** Makes scaled job, readings and census. */
    @Setup
    public void prepare() {
        job = scaledJob(situation);
        List<ObservedJob> jobs = new ArrayList<>();
        for (int i = 1; i <= situation.running; i++) {
            jobs.add(ObservedJob.unfinished(
                    String.format("video-processor-%06d", i), JobState.RUNNING, now.minus(situation.age)));
        }
        census = JobCensus.of(now, jobs);
        List<TriggerReading> all = new ArrayList<>();
        for (int i = 0; i < situation.triggers; i++) {
            all.add(new TriggerReading.Observed(
                    "test-" + i,
                    MetricSpec.averageValue("test-" + i, 1),
                    new MetricSample(situation.running + 7.0 - i, now)));
        }
        readings = List.copyOf(all);
    }

    private static ScaledJob scaledJob(Situation situation) {
        List<Trigger> triggers = new ArrayList<>();
        for (int i = 0; i < situation.triggers; i++) {
            triggers.add(Trigger.builder("test").name("test-" + i).build());
        }
        return ScaledJob.builder("video-processor")
                .jobTemplate(JobTemplate.named("encoder"))
                .maxReplicaCount(200)
                .triggers(triggers)
                .build();
    }

    /**
     * Creates a plan without its explanation.
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
        return Planner.plan(job, readings, census, now).explanation().toString();
    }
}
