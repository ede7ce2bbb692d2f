// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit.story;

import static io.autoscale.testkit.AutoscaleAssertions.assertThat;
import static io.autoscale.testkit.story.Story.POLL;
import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.Autoscaler;
import io.autoscale.source.ScalerException;
import io.autoscale.spec.ScaledJob;
import io.autoscale.testkit.FakeSource;
import io.autoscale.testkit.InMemoryJobs;
import io.autoscale.testkit.InMemoryJobs.CreateFault;
import io.autoscale.testkit.JobStore;
import io.autoscale.testkit.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Thousands of schedules of faults; the seed in a failure's message replays it. */
class RandomFaultsTest {

    private static final int SEEDS = Integer.getInteger("autoscale.seeds", 1_000);
    private static final int ROUNDS = 60;
    private static final int MAXIMUM = 8;
    private static final List<CreateFault> FAULTS = List.of(CreateFault.values());

    @Test
    void random_faults_never_exceed_the_maximum_delete_unfinished_jobs_or_leave_a_backlog() {
        for (long seed = 0; seed < SEEDS; seed++) {
            try {
                play(new Random(seed));
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static void play(Random random) {
        ManualTime time = new ManualTime();
        JobStore store = new JobStore(time);
        InMemoryJobs jobs = new InMemoryJobs(store, time);
        FakeSource queue = FakeSource.named("orders");
        ScaledJob job = Story.orders().maxReplicaCount(MAXIMUM).build();
        Autoscaler autoscaler = start(time, queue, job, jobs);
        for (int round = 0; round < ROUNDS; round++) {
            disturb(random, jobs, queue);
            work(random, store);
            if (random.nextInt(20) == 0) {
                autoscaler.close();
                autoscaler = start(time, queue, job, jobs);
            }
            time.advance(POLL);
            assertThat(jobs).neverExceeded(MAXIMUM);
        }
        jobs.faults(name -> CreateFault.NONE)
                .failingCensus(false)
                .throwingExecution(false)
                .lagging(Duration.ZERO);
        queue.set(5 + store.unfinished().size());
        // the circuit breaker of a failed source stays open for up to ten minutes
        time.advance(Duration.ofMinutes(21));
        assertThat(jobs).neverExceeded(MAXIMUM);
        assertThat(store.unfinished().size()).isGreaterThanOrEqualTo(5);
        assertThat(jobs.created()).doesNotHaveDuplicates();
        assertThat(store.deleted()).isEmpty();
        autoscaler.close();
        assertThat(time.pendingTasks()).isZero();
    }

    private static Autoscaler start(ManualTime time, FakeSource queue, ScaledJob job, InMemoryJobs jobs) {
        Autoscaler autoscaler =
                time.autoscaler().source(queue.factory("orders")).build();
        autoscaler.register(job, jobs);
        return autoscaler;
    }

    private static void disturb(Random random, InMemoryJobs jobs, FakeSource queue) {
        long salt = random.nextLong();
        int severity = random.nextInt(3);
        jobs.faults(name -> {
                    int dice = new Random(salt ^ name.hashCode()).nextInt(10);
                    return severity == 0 || dice > 4 ? CreateFault.NONE : FAULTS.get(dice);
                })
                .lateBy(Duration.ofSeconds(1 + random.nextInt(40)))
                .lagging(Duration.ofSeconds(random.nextInt(4) == 0 ? random.nextInt(30) : 0))
                .failingCensus(random.nextInt(8) == 0)
                .throwingExecution(random.nextInt(10) == 0);
        if (random.nextInt(6) == 0) {
            queue.fail(ScalerException.Kind.UNAVAILABLE, "down");
        } else {
            queue.set(random.nextInt(20));
        }
    }

    private static void work(Random random, JobStore store) {
        for (String name : store.unfinished()) {
            int dice = random.nextInt(6);
            if (dice == 0) {
                store.succeed(name);
            } else if (dice == 1) {
                store.fail(name);
            } else if (dice == 2) {
                store.start(name);
            }
        }
    }
}
