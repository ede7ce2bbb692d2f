// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.client;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.internal.call.AwsErrors;
import io.autoscale.aws.internal.call.CallGuard;
import io.autoscale.aws.internal.call.CallGuards;
import io.autoscale.aws.internal.call.ClientFactory;
import io.autoscale.aws.internal.call.LeasePool;
import io.autoscale.aws.internal.call.SharedRead;
import io.autoscale.aws.internal.call.Workers;
import io.autoscale.aws.internal.credentials.CredentialsPool;
import io.autoscale.aws.internal.credentials.CredentialsSource;
import io.autoscale.source.ScalerException;
import io.autoscale.source.SourceContext;
import io.autoscale.trigger.TriggerMetadata;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Shared clients: one for each service and target, closed with its last user. Their calls are guarded and signed with
 * shared credentials. Safe from any thread.
 */
public final class AwsClients implements AutoCloseable {

    private static final int BACKGROUND_THREADS = 4;
    private static final int BACKGROUND_TASKS = 1_000;

    private final ClientFactory factory;
    private final CredentialsPool credentials;
    private final CallGuards guards;
    private final InstantSource clock;
    private final SharedRead.Sharing sharing;
    private final LeasePool<Key, Shared<?>> pool = new LeasePool<>("the AWS clients");
    private final LeasePool<Object, LeasePool.Closeable> things = new LeasePool<>("the AWS sources");
    private final ExecutorService background =
            Workers.pool("autoscale-aws-background", BACKGROUND_THREADS, BACKGROUND_TASKS);

    private record Key(ClientType<?> type, AwsTarget target) {}

    /** Starts without a client. The factory and the credentials are closed with these clients. */
    public AwsClients(
            ClientFactory factory,
            CredentialsPool credentials,
            CallGuards guards,
            InstantSource clock,
            SharedRead.Sharing sharing) {
        this.factory = factory;
        this.credentials = credentials;
        this.guards = guards;
        this.clock = clock;
        this.sharing = sharing;
    }

    /** A client in use; closing the lease gives it back. */
    public interface Lease<C> extends LeasePool.Closeable {

        /**
         * Sends one call, if the guards let it through.
         *
         * @param operation such as {@code GetQueueAttributes}
         * @param subject on what, for messages
         * @throws ScalerException when there are no credentials, or the call was not sent or failed
         */
        <T> T call(String operation, Supplier<String> subject, Function<C, T> call);
    }

    /** Reads region, endpoint and identity of a trigger; of no use when an error is added to the metadata's list. */
    public AwsTarget target(TriggerMetadata metadata, SourceContext context, AwsService service) {
        return AwsTargets.read(metadata, context, service, factory.endpoints());
    }

    /**
     * Borrows the client of a target. No call is made.
     *
     * @param interval between two calls, or {@link CallGuards#NOT_POLLED}; where the calls of all leases exceed the
     *     rate that is set, a warning is logged
     * @throws ScalerException when the client cannot be made now
     * @throws IllegalStateException when these clients are closed
     */
    public <C extends SdkClient> Lease<C> lease(ClientType<C> type, AwsTarget target, Duration interval) {
        // the key holds the type, so that the client is of it
        @SuppressWarnings({"unchecked", "rawtypes"})
        LeasePool.Lease<Shared<C>> shared =
                (LeasePool.Lease) pool.lease(new Key(type, target), () -> newClient(type, target));
        return new OneLease<>(shared, shared.get().guard.polledEvery(interval));
    }

    /** Borrows something that several sources share, which uses these clients. */
    @SuppressWarnings("unchecked") // equal keys have things of one type
    public <T extends LeasePool.Closeable> LeasePool.Lease<T> share(Object key, Supplier<T> maker) {
        return (LeasePool.Lease<T>) things.lease(key, maker);
    }

    public <V> SharedRead<V> sharedRead() {
        return new SharedRead<>("a shared read", clock, sharing);
    }

    /** Threads for reads that several callers wait for: a caller that runs out of time must not end them. */
    public Executor background() {
        return background;
    }

    /** The longest wait for a read that another caller makes. */
    public Duration timeout() {
        return sharing.timeout();
    }

    public InstantSource clock() {
        return clock;
    }

    public CredentialsPool credentials() {
        return credentials;
    }

    public int openClients() {
        return pool.size();
    }

    /** How many calls were sent so far, by service and operation. */
    public Map<String, Long> sentCalls() {
        return guards.sentCalls();
    }

    /** Closes every client, those in use too. Without effect when closed already. */
    @Override
    public void close() {
        background.shutdownNow();
        things.close();
        pool.close();
        credentials.close();
        factory.close();
    }

    private <C extends SdkClient> Shared<C> newClient(ClientType<C> type, AwsTarget target) {
        AwsService service = type.service();
        LeasePool.Lease<CredentialsSource> signer = credentials.lease(target.identity(), target.location());
        try {
            return new Shared<>(
                    type.make(factory, target.location(), () -> signer.get().resolve()),
                    signer,
                    guards.guard(service, target.region()));
        } catch (RuntimeException e) {
            signer.close();
            if (e instanceof SdkException known) {
                // the SDK reads its own files and variables while it makes a client
                throw AwsErrors.describe("making the client of " + service.title() + " in " + target.region(), known);
            }
            throw e;
        }
    }

    private static final class Shared<C extends SdkClient> implements LeasePool.Closeable {
        private final C client;
        private final LeasePool.Lease<CredentialsSource> signer;
        private final CallGuard guard;
        private volatile boolean closed;

        Shared(C client, LeasePool.Lease<CredentialsSource> signer, CallGuard guard) {
            this.client = client;
            this.signer = signer;
            this.guard = guard;
        }

        @Override
        public void close() {
            closed = true;
            client.close();
            signer.close();
        }
    }

    private record OneLease<C extends SdkClient>(LeasePool.Lease<Shared<C>> lease, LeasePool.Closeable polling)
            implements Lease<C> {

        @Override
        public <T> T call(String operation, Supplier<String> subject, Function<C, T> call) {
            Shared<C> shared = lease.get();
            CredentialsSource signer = shared.signer.get();
            try {
                // before the guard, since a refused role is not a failed call to this service
                var unused = signer.resolve();
                return shared.guard.call(operation, subject, () -> call.apply(shared.client), signer::refused);
            } catch (RuntimeException e) {
                if (shared.closed && !(e instanceof ScalerException)) {
                    // the round was in progress when timer and connections were closed
                    throw new ScalerException(
                            ScalerException.Kind.UNAVAILABLE,
                            operation + " of " + subject.get() + " was canceled: the AWS sources are closed",
                            e);
                }
                throw e;
            }
        }

        @Override
        public void close() {
            polling.close();
            lease.close();
        }
    }
}
