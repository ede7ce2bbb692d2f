// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spring;

import io.autoscale.k8s.lease.LeaderLease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The election among the replicas of the application. Changes are handled on its own thread, which may block. */
final class Leadership implements AutoCloseable {

    private final LeaderLease lease;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread own = new Thread(task, "autoscale-leadership");
        own.setDaemon(true);
        return own;
    });
    private volatile Runnable onChange = () -> {};

    Leadership(KubernetesClient client, LeaseName name, Duration duration) {
        lease = new LeaderLease(
                client,
                new LeaseLock(name.namespace(), name.name(), UUID.randomUUID().toString()),
                duration,
                () -> thread.execute(() -> onChange.run()));
    }

    void start(Runnable newOnChange) {
        onChange = newOnChange;
        lease.start();
    }

    boolean isHeld() {
        return lease.isHeld();
    }

    Optional<String> trouble() {
        return lease.trouble();
    }

    @Override
    public void close() {
        lease.close();
        thread.shutdownNow();
    }
}
