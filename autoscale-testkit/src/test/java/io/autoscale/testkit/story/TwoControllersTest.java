// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit.story;

import static io.autoscale.testkit.AutoscaleAssertions.assertThat;
import static io.autoscale.testkit.story.Story.POLL;
import static io.autoscale.testkit.story.Story.orders;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Two controllers of one workload that observe different states, fail independently and restart at
 * any time.
 */
class TwoControllersTest {

    private static final int SEEDS = Integer.getInteger("autoscale.seeds", 2_000);
    private static final int ROUNDS = 60;
    private static final int MAXIMUM = 8;
    private static final List<CreateFault> FAULTS = List.of(CreateFault.values());
    private static final List<Integer> HISTORY_LIMITS = List.of(0, 1, 3, 100);

    @Test
    void two_controllers_with_random_faults_keep_the_maximum_and_serve_the_backlog_without_duplicates() {
        List<String> broken = new ArrayList<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            try {
                play(new Random(seed));
            } catch (AssertionError e) {
                broken.add("seed " + seed + ": " + e.getMessage());
            }
        }
        assertThat(broken).as("%s of %s seeds", broken.size(), SEEDS).isEmpty();
    }

    @Test
    void a_second_controller_takes_over_pending_creates_without_a_lost_or_duplicate_job() {
        ManualTime time = new ManualTime();
        JobStore store = new JobStore(time);
        ScaledJob job = orders().build();
        try (Controller relief = new Controller(time, store, job)) {
            try (Controller dies = new Controller(time, store, job)) {
                dies.queue.set(9);
                dies.jobs
                        .faults(name -> FAULTS.get(name.charAt(name.length() - 1) % FAULTS.size()))
                        .lateBy(Duration.ofSeconds(12));
                time.advance(POLL);
            }
            assertThat(store.created()).isNotEmpty().hasSizeLessThan(9);
            relief.queue.set(9);
            relief.jobs.lagging(Duration.ofSeconds(25));
            time.advance(Duration.ofMinutes(10));
            assertThat(relief.jobs).createdExactly(9).hasUnfinished(9);
        }
        assertThat(store.created()).doesNotHaveDuplicates();
    }

    private static void play(Random random) {
        int kept = HISTORY_LIMITS.get(random.nextInt(HISTORY_LIMITS.size()));
        ScaledJob job = orders().maxReplicaCount(MAXIMUM)
                .successfulJobsHistoryLimit(kept)
                .failedJobsHistoryLimit(kept)
                .build();
        ManualTime time = new ManualTime();
        JobStore store = new JobStore(time);
        try (Controller one = new Controller(time, store, job);
                Controller other = new Controller(time, store, job)) {
            for (int round = 0; round < ROUNDS; round++) {
                int backlog = random.nextInt(20);
                disturb(random, one, backlog);
                disturb(random, other, backlog);
                work(random, store);
                time.advance(POLL);
                assertThat(one.jobs).as("round " + round).neverExceeded(MAXIMUM);
            }
            calm(one);
            calm(other);
            int backlog = 5 + store.unfinished().size();
            one.queue.set(backlog);
            other.queue.set(backlog);
            // the circuit breaker of a failed source stays open for up to ten minutes
            time.advance(Duration.ofMinutes(21));
            assertThat(one.jobs).neverExceeded(MAXIMUM);
            assertThat(store.unfinished()).hasSizeGreaterThanOrEqualTo(5);
            assertThat(store.created()).doesNotHaveDuplicates();
            assertThat(store.deleted()).doesNotContainAnyElementsOf(store.unfinished());
        }
        assertThat(time.pendingTasks()).isZero();
    }

    private static void disturb(Random random, Controller controller, int backlog) {
        long salt = random.nextLong();
        int severity = random.nextInt(3);
        controller
                .jobs
                .faults(name -> {
                    int dice = new Random(salt ^ name.hashCode()).nextInt(10);
                    return severity == 0 || dice > 4 ? CreateFault.NONE : FAULTS.get(dice);
                })
                .lateBy(Duration.ofSeconds(1 + random.nextInt(40)))
                .lagging(Duration.ofSeconds(random.nextInt(4) == 0 ? random.nextInt(30) : 0))
                .failingCensus(random.nextInt(8) == 0)
                .throwingExecution(random.nextInt(10) == 0);
        if (random.nextInt(6) == 0) {
            controller.queue.fail(ScalerException.Kind.UNAVAILABLE, "down");
        } else {
            controller.queue.set(backlog);
        }
        if (random.nextInt(20) == 0) {
            controller.restart();
        }
    }

    private static void calm(Controller controller) {
        controller
                .jobs
                .faults(name -> CreateFault.NONE)
                .failingCensus(false)
                .throwingExecution(false)
                .lagging(Duration.ZERO);
    }

    private static void work(Random random, JobStore store) {
        for (String name : store.unfinished()) {
            switch (random.nextInt(6)) {
                case 0 -> store.succeed(name);
                case 1 -> store.fail(name);
                case 2 -> store.start(name);
                default -> {}
            }
        }
    }

    /** One controller, with a view and a queue reading of its own, so that the two fail apart. */
    private static final class Controller implements AutoCloseable {
        private final ManualTime time;
        private final ScaledJob job;
        private final InMemoryJobs jobs;
        private final FakeSource queue = FakeSource.named("orders");
        private Autoscaler autoscaler;

        Controller(ManualTime time, JobStore store, ScaledJob job) {
            this.time = time;
            this.job = job;
            this.jobs = new InMemoryJobs(store, time);
            this.autoscaler = start();
        }

        private Autoscaler start() {
            Autoscaler started =
                    time.autoscaler().source(queue.factory("orders")).build();
            started.register(job, jobs);
            return started;
        }

        void restart() {
            autoscaler.close();
            autoscaler = start();
        }

        @Override
        public void close() {
            autoscaler.close();
        }
    }
}
