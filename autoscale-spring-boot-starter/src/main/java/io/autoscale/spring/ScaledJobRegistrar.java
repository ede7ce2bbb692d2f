// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spring;

import io.autoscale.Autoscaler;
import io.autoscale.engine.Registration;
import io.autoscale.executor.ScalingExecutor;
import io.autoscale.k8s.job.KubernetesJobs;
import io.autoscale.spec.ScaledJob;
import io.autoscale.workload.Removal;
import io.autoscale.workload.WorkloadObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Registers the ScaledJobs of the program when everything else has started, and ends scaling before it stops. With a
 * leader election, only while this replica leads.
 */
final class ScaledJobRegistrar implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ScaledJobRegistrar.class);

    private static final int MOST_NAMES = 20;
    private static final Duration LONGEST_END = Duration.ofSeconds(25); // Spring waits 30 s by default

    private final Autoscaler autoscaler;
    private final ScaledJobSources scaledJobs;
    private final WorkloadObserver observer;
    private final ScalingExecutor executor;
    private final @Nullable Leadership leadership;
    private final List<Registration> registered = new ArrayList<>();
    private boolean elected;
    private boolean running;

    ScaledJobRegistrar(
            Autoscaler autoscaler,
            ScaledJobSources scaledJobs,
            WorkloadObserver observer,
            ScalingExecutor executor,
            @Nullable Leadership leadership) {
        this.autoscaler = autoscaler;
        this.scaledJobs = scaledJobs;
        this.observer = observer;
        this.executor = executor;
        this.leadership = leadership;
    }

    @Override
    public synchronized void start() {
        running = true;
        if (leadership == null) {
            scaledJobs.all().forEach(this::register);
            report();
        } else if (elected) {
            leadershipChanged();
        } else {
            elected = true;
            leadership.start(this::leadershipChanged);
        }
    }

    /** Jobs continue to run. */
    @Override
    public synchronized void stop() {
        running = false;
        end();
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    private synchronized void leadershipChanged() {
        end();
        if (!running || leadership == null) {
            return;
        }
        if (!leadership.isHeld()) {
            LOG.info("another replica scales");
            return;
        }
        if (executor instanceof KubernetesJobs jobs) {
            jobs.resync(); // another replica has created jobs meanwhile
        }
        for (ScaledJob job : scaledJobs.all()) {
            try {
                register(job);
            } catch (RuntimeException e) {
                LOG.error("ScaledJob {} is not scaled", job.ref(), e);
            }
        }
        report();
    }

    private void report() {
        LOG.info(
                "scaling {} ScaledJobs: {}",
                registered.size(),
                registered.stream()
                        .limit(MOST_NAMES)
                        .map(registration -> registration.scaledJob().ref())
                        .toList());
    }

    private void register(ScaledJob job) {
        registered.add(autoscaler.register(job, observer, executor));
    }

    /** Ends all at the same time: each waits for its running round, at most for the close timeout. */
    private void end() {
        CompletableFuture.allOf(registered.stream()
                        .map(registration -> registration.remove(Removal.ORPHAN))
                        .toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, LONGEST_END.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> null)
                .join();
        registered.clear();
    }
}
