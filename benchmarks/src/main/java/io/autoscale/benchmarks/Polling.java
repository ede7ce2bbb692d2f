// SPDX-License-Identifier: Apache-2.0
package io.autoscale.benchmarks;

import io.autoscale.Autoscaler;
import io.autoscale.auth.AuthProvider;
import io.autoscale.aws.AwsSources;
import io.autoscale.event.AutoscalerEvent;
import io.autoscale.plan.ExecutionOutcome;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.source.SourceContext;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.testkit.ManualTime;
import io.autoscale.trigger.EnvironmentLookup;
import io.autoscale.workload.JobCensus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** A way to read many triggers once in every interval of a manual clock. */
record Polling(String title, Starter starter) {

    private static final int THREADS = 64;

    /** Creates the sources of a kind of trigger and prepares to read them. */
    @FunctionalInterface
    interface Starter {
        Run start(AwsSources sources, AwsTriggers.Kind kind, int triggers, ManualTime time);
    }

    /** Triggers that are being read. */
    interface Run extends AutoCloseable {

        /** Advances the clock by one interval. */
        void interval(Duration length) throws Exception;

        /** How many reads gave no sample, or rounds were skipped. */
        long failures();

        @Override
        void close();
    }

    /** As the engine does it: each trigger at its own moment of the interval. A read takes none of the clock's time. */
    static Polling spread() {
        return new Polling("spread by the engine", EngineRun::new);
    }

    /** By a pool of threads at the beginning of the interval, while the clock stands still. */
    static Polling atOnce() {
        return new Polling("all at once, " + THREADS + " threads", PoolRun::new);
    }

    Run start(AwsSources sources, AwsTriggers.Kind kind, int triggers, ManualTime time) {
        return starter.start(sources, kind, triggers, time);
    }

    private static final class EngineRun implements Run {
        private final ManualTime time;
        private final Autoscaler autoscaler;
        private final AtomicLong failures = new AtomicLong();

        EngineRun(AwsSources sources, AwsTriggers.Kind kind, int triggers, ManualTime time) {
            this.time = time;
            autoscaler = time.autoscaler()
                    .sources(sources.factories())
                    .authProvider(AuthProvider.fixed(AwsTriggers.OWN))
                    .listener(this::look)
                    .build();
            for (int i = 0; i < triggers; i++) {
                ScaledJob job = ScaledJob.builder("workload-" + i)
                        .jobTemplate(JobTemplate.named("worker"))
                        .pollingInterval(AwsCallCount.INTERVAL)
                        .trigger(kind.make().apply(i))
                        .build();
                autoscaler.register(
                        job, request -> JobCensus.empty(time.instant()), (scaled, plan) -> ExecutionOutcome.NOTHING);
            }
        }

        private void look(AutoscalerEvent event) {
            if (event instanceof AutoscalerEvent.RoundCompleted completed) {
                failures.addAndGet(completed.decision().readings().stream()
                        .filter(TriggerReading.Failed.class::isInstance)
                        .count());
            } else if (event instanceof AutoscalerEvent.RoundFailed || event instanceof AutoscalerEvent.RoundSkipped) {
                failures.incrementAndGet();
            }
        }

        @Override
        public void interval(Duration length) {
            time.advance(length);
        }

        @Override
        public long failures() {
            return failures.get();
        }

        @Override
        public void close() {
            autoscaler.close();
        }
    }

    private static final class PoolRun implements Run {
        private final ManualTime time;
        private final List<ScalerSource> all = new ArrayList<>();
        private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        private final AtomicLong failures = new AtomicLong();

        PoolRun(AwsSources sources, AwsTriggers.Kind kind, int triggers, ManualTime time) {
            this.time = time;
            ScalerSourceFactory factory = sources.factories().stream()
                    .filter(one -> one.triggerType().equals(kind.type()))
                    .findFirst()
                    .orElseThrow();
            for (int i = 0; i < triggers; i++) {
                all.add(factory.create(
                        new SourceContext(kind.make().apply(i), 0, AwsTriggers.OWN, EnvironmentLookup.none(), time)));
            }
        }

        @Override
        public void interval(Duration length) throws Exception {
            List<Future<?>> reads = new ArrayList<>();
            all.forEach(source -> reads.add(threads.submit(() -> read(source))));
            for (Future<?> read : reads) {
                read.get();
            }
            time.advance(length);
        }

        private void read(ScalerSource source) {
            try {
                source.sample();
            } catch (ScalerException e) {
                failures.incrementAndGet();
            }
        }

        @Override
        public long failures() {
            return failures.get();
        }

        @Override
        public void close() {
            all.forEach(ScalerSource::close);
            threads.shutdownNow();
        }
    }
}
