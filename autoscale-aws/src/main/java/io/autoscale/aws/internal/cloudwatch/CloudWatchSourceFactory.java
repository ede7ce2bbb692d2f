// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.cloudwatch;

import io.autoscale.aws.internal.call.LeasePool;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.client.AwsTarget;
import io.autoscale.aws.trigger.CloudWatchTrigger;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.source.SourceContext;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes sources for triggers of type {@code aws-cloudwatch}, which are read together. */
public final class CloudWatchSourceFactory implements ScalerSourceFactory, AutoCloseable {

    private static final int CALLS_AT_ONCE = 4;
    private static final int CALLS_WAITING = 1_000;
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final AwsClients clients;
    private final LeasePool<Key, MetricGroup> groups = new LeasePool<>("the CloudWatch reads");
    private final ThreadPoolExecutor readers;

    private record Key(AwsTarget target, MetricWindow window) {}

    /**
     * A factory whose sources share clients and calls.
     *
     * @param clients the clients; closed by their owner, after this factory
     */
    public CloudWatchSourceFactory(AwsClients clients) {
        this.clients = Objects.requireNonNull(clients, "clients");
        AtomicInteger number = new AtomicInteger();
        // threads of its own: a caller that runs out of time must not take the read of the others along
        this.readers = new ThreadPoolExecutor(
                CALLS_AT_ONCE,
                CALLS_AT_ONCE,
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(CALLS_WAITING),
                task -> {
                    Thread thread = new Thread(task, "autoscale-aws-cloudwatch-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        readers.allowCoreThreadTimeOut(true);
    }

    @Override
    public String triggerType() {
        return CloudWatchTrigger.TYPE;
    }

    @Override
    public ScalerSource create(SourceContext context) {
        CloudWatchSettings settings = CloudWatchSettings.parse(context, clients);
        Key key = new Key(settings.target(), settings.window());
        return new CloudWatchSource(settings, groups.lease(key, () -> group(key)), clients.clock());
    }

    /** Ends the threads that read. Calls under way are interrupted. */
    @Override
    public void close() {
        readers.shutdownNow();
        groups.close();
    }

    private MetricGroup group(Key key) {
        return new MetricGroup(
                key.window,
                new MetricDataReader(clients.lease(MetricDataReader.CLIENT, key.target)),
                clients.clock(),
                readers,
                clients.timeout());
    }
}
