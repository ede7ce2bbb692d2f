// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.client;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.internal.call.AwsErrors;
import io.autoscale.aws.internal.call.AwsSettings;
import io.autoscale.aws.internal.call.CallGuards;
import io.autoscale.aws.internal.call.ClientFactory;
import io.autoscale.aws.internal.call.LeasePool;
import io.autoscale.aws.internal.call.SharedRead;
import io.autoscale.aws.internal.call.Workers;
import io.autoscale.aws.internal.credentials.CredentialsPool;
import io.autoscale.source.ScalerException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Shared clients: one for each service and target, closed with its last user. Their calls are guarded and signed with
 * shared credentials. Safe from any thread.
 */
public final class AwsClients implements AutoCloseable {

    private final AwsSettings settings;
    private final CallGuards guards;
    private final ClientFactory factory;
    private final CredentialsPool credentials;
    private final LeasePool<Object, LeasePool.Closeable> pool = new LeasePool<>("the AWS sources");
    private final ExecutorService background = Workers.pool("autoscale-aws-background", 4, 1_000);

    private record Key(ClientType<?> type, AwsTarget target) {}

    public AwsClients(AwsSettings settings) {
        this.settings = settings;
        this.guards = new CallGuards(settings.callRates());
        this.factory = new ClientFactory(settings);
        this.credentials = new CredentialsPool(factory, guards, settings);
    }

    /** A client in use; closing the lease gives it back. */
    public record Lease<C extends SdkClient>(LeasePool.Lease<Shared<C>> lease, LeasePool.Closeable polling)
            implements LeasePool.Closeable {

        /** Sends one call as {@link CallGuards.Guard#call} does, if there are credentials. */
        public <T> T call(String operation, Supplier<String> subject, Function<C, T> call) {
            Shared<C> shared = lease.get();
            CredentialsPool.Source signer = shared.signer.get();
            try {
                // before the guard, since a refused role is not a failed call to this service
                var unused = signer.resolve();
                return shared.guard.call(operation, subject, () -> call.apply(shared.client), signer::refused);
            } catch (RuntimeException e) {
                if (shared.closed.get() && !(e instanceof ScalerException)) {
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

    public AwsSettings settings() {
        return settings;
    }

    /** Borrows the client of a target, for calls at an interval or {@link CallGuards#NOT_POLLED}. No call is made. */
    public <C extends SdkClient> Lease<C> lease(ClientType<C> type, AwsTarget target, Duration interval) {
        LeasePool.Lease<Shared<C>> shared = share(new Key(type, target), () -> newClient(type, target));
        return new Lease<>(shared, shared.get().guard.polledEvery(interval));
    }

    /** Borrows something that several sources share, which uses these clients. */
    @SuppressWarnings("unchecked") // equal keys have things of one type
    public <T extends LeasePool.Closeable> LeasePool.Lease<T> share(Object key, Supplier<T> maker) {
        return (LeasePool.Lease<T>) pool.lease(key, maker);
    }

    public <V> SharedRead<V> sharedRead() {
        return new SharedRead<>("a shared read", settings.clock(), settings.readSharing(), settings.waitTimeout());
    }

    /** Threads for reads that several callers wait for: a caller that runs out of time must not end them. */
    public Executor background() {
        return background;
    }

    public CredentialsPool credentials() {
        return credentials;
    }

    public long openClients() {
        return pool.inUse().stream().filter(Shared.class::isInstance).count();
    }

    public Map<String, Long> sentCalls() {
        return guards.sentCalls();
    }

    /** Closes every client, those in use too. Without effect when closed already. */
    @Override
    public void close() {
        background.shutdownNow();
        pool.close();
        credentials.close();
        factory.close();
    }

    private <C extends SdkClient> Shared<C> newClient(ClientType<C> type, AwsTarget target) {
        AwsService service = type.service();
        LeasePool.Lease<CredentialsPool.Source> signer = credentials.lease(target.identity(), target.location());
        try {
            return new Shared<>(
                    type.maker()
                            .make(factory, target.location(), () -> signer.get().resolve()),
                    signer,
                    guards.guard(service, target.region()),
                    new AtomicBoolean());
        } catch (RuntimeException | Error e) {
            signer.close();
            if (e instanceof SdkException known) {
                // the SDK reads its own files and variables while it makes a client
                throw AwsErrors.describe("making the client of " + service.title() + " in " + target.region(), known);
            }
            throw e;
        }
    }

    record Shared<C extends SdkClient>(
            C client, LeasePool.Lease<CredentialsPool.Source> signer, CallGuards.Guard guard, AtomicBoolean closed)
            implements LeasePool.Closeable {

        @Override
        public void close() {
            closed.set(true);
            client.close();
            signer.close();
        }
    }
}
