// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit.story;

import static io.autoscale.testkit.AutoscaleAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.Autoscaler;
import io.autoscale.metric.ActivationThreshold;
import io.autoscale.metric.InFlightCounting;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.metric.MetricTarget;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.spec.ScaledJob;
import io.autoscale.testkit.FakeSource;
import io.autoscale.testkit.InMemoryJobs;
import io.autoscale.testkit.InMemoryJobs.CreateFault;
import io.autoscale.testkit.JobStore;
import io.autoscale.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * One job per message, even if parts of the system are slow, shared, cached or late. Each job
 * receives one message and deletes it before it ends; messages in flight are counted.
 */
class NoJobTooManyTest {

    private static final List<CreateFault> FAULTS = List.of(CreateFault.values());
    private static final int SEEDS = Integer.getInteger("autoscale.seeds", 1_000);

    @Test
    void every_message_gets_one_job_and_is_processed() {
        List<String> broken = new ArrayList<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            try {
                new World(seed).play();
            } catch (AssertionError e) {
                broken.add("seed " + seed + ": " + e.getMessage());
            }
        }
        assertThat(broken).as("%s of %s seeds", broken.size(), SEEDS).isEmpty();
    }

    private static final class World {
        private final Random random;
        private final ManualTime time = new ManualTime();
        private final JobStore store = new JobStore(time);
        private final InMemoryJobs jobs = new InMemoryJobs(store, time);
        private final List<MetricSample> history = new ArrayList<>();
        private final int messages;
        private int waiting;
        private int produced;
        private boolean calm;

        World(long seed) {
            this.random = new Random(seed);
            this.messages = 1 + random.nextInt(200);
        }

        void play() {
            MetricSpec metric = new MetricSpec(
                    "queue", MetricTarget.averageValue(1), ActivationThreshold.ZERO, InFlightCounting.COUNTED);
            ScaledJob job = ScaledJob.builder("orders")
                    .jobTemplate(io.autoscale.spec.JobTemplate.named("worker"))
                    .pollingInterval(Duration.ofSeconds(1))
                    .maxReplicaCount(1 + random.nextInt(50))
                    .successfulJobsHistoryLimit(random.nextInt(200))
                    .trigger(FakeSource.trigger("queue"))
                    .build();
            try (Autoscaler autoscaler = time.autoscaler()
                    .source(ScalerSourceFactory.of("queue", context -> ScalerSource.of(metric, this::sample)))
                    .build()) {
                autoscaler.register(job, jobs);
                for (int step = 0; step < 400; step++) {
                    live();
                    time.advance(Duration.ofMillis(250));
                    assertThat(jobs).createdNoMoreThan(produced);
                }
                calm = true;
                produced = messages;
                jobs.faults(name -> CreateFault.NONE).failingCensus(false).lagging(Duration.ZERO);
                for (int step = 0; step < 2_000 && !isServed(); step++) {
                    live();
                    time.advance(Duration.ofMillis(250));
                }
                assertThat(jobs)
                        .createdNoMoreThan(messages)
                        .neverExceeded(job.bounds().maximum());
                assertThat(isServed())
                        .as("all %s messages are served", messages)
                        .isTrue();
            }
        }

        /** Messages come, jobs start, take work and end; a census may lag and fail, and creates get lost. */
        private void live() {
            if (produced < messages && random.nextInt(3) == 0) {
                produced += random.nextInt(messages - produced + 1);
            }
            for (String name : store.unfinished()) {
                int dice = random.nextInt(10);
                if (dice < 2) {
                    store.start(name);
                } else if (dice < 4) {
                    store.succeed(name);
                }
            }
            if (!calm) {
                jobs.failingCensus(random.nextInt(10) == 0)
                        .lagging(Duration.ofMillis(random.nextInt(3) == 0 ? random.nextInt(5_000) : 0))
                        .lateBy(Duration.ofMillis(random.nextInt(3_000)))
                        .faults(name ->
                                random.nextInt(20) == 0 ? FAULTS.get(random.nextInt(FAULTS.size())) : CreateFault.NONE);
            }
            waiting = produced - (store.created().size() - store.unfinished().size());
        }

        /** The backlog now, or, as a shared or cached read gives it, that of a moment ago. */
        private MetricSample sample() {
            if (!calm && random.nextInt(10) == 0) {
                throw new ScalerException(ScalerException.Kind.UNAVAILABLE, "the queue does not answer");
            }
            Instant now = time.instant();
            history.add(new MetricSample(waiting, now));
            int behind = calm || random.nextInt(2) == 0 ? 0 : random.nextInt(Math.min(5, history.size()));
            return history.get(history.size() - 1 - behind);
        }

        private boolean isServed() {
            return store.created().size() - store.unfinished().size() == messages;
        }
    }
}
