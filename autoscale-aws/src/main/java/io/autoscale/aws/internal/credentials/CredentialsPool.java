// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.credentials;

import io.autoscale.auth.RoleToAssume;
import io.autoscale.aws.internal.call.AwsLocation;
import io.autoscale.aws.internal.call.AwsSettings;
import io.autoscale.aws.internal.call.CallGuards;
import io.autoscale.aws.internal.call.ClientFactory;
import io.autoscale.aws.internal.call.LeasePool;
import io.autoscale.aws.internal.call.Workers;
import io.autoscale.aws.trigger.AwsIdentity;
import io.autoscale.source.ScalerException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/**
 * One credentials object for each identity and region, closed with its last user. Nothing is fetched while the pool's
 * lock is held. Safe from any thread.
 */
public final class CredentialsPool implements AutoCloseable {

    private final ClientFactory clients;
    private final CallGuards guards;
    private final AwsSettings settings;
    private final ExecutorService refresher = Workers.pool("autoscale-aws-credentials", 8, 10_000);
    private final LeasePool<Key, Source> pool = new LeasePool<>("the AWS credentials");

    private record Key(AwsIdentity identity, AwsLocation location) {}

    /** What STS answers on the caller: its ARN or a failure, and the time at STS, to the second, if that is known. */
    public record CallerAnswer(
            @Nullable String arn,
            @Nullable Instant answeredAt,
            @Nullable ScalerException failure) {}

    /** Gives the credentials of one identity. Safe from any thread. */
    public interface Source extends LeasePool.Closeable {

        /** The credentials of now; fails with a {@link ScalerException} when there are none. */
        AwsCredentials resolve();

        /**
         * When the current temporary credentials end; empty if there are none, they do not end, or nobody has used them since
         * they were due to be replaced, which only a use does.
         */
        default Optional<Instant> expiresAt() {
            return Optional.empty();
        }

        /** Called when AWS refuses the credentials, so that they are loaded again if that can help. */
        default void refused() {}
    }

    public CredentialsPool(ClientFactory clients, CallGuards guards, AwsSettings settings) {
        this.clients = clients;
        this.guards = guards;
        this.settings = settings;
    }

    /** Borrows the credentials of an identity; fails if the environment configures the program's own one partially. */
    public LeasePool.Lease<Source> lease(AwsIdentity identity, AwsLocation at) {
        AwsIdentity actual = identity instanceof AwsIdentity.Own ? own() : identity;
        Key key = new Key(actual, at.withoutEndpoint());
        return pool.lease(key, () -> source(key.identity, key.location));
    }

    /** The program's own identity: as the program sets it, or {@link OwnIdentity#declared()}. */
    public AwsIdentity own() {
        return settings.ownIdentity() == null ? OwnIdentity.declared() : settings.ownIdentity();
    }

    /** Asks STS who an identity is; fails with a {@link ScalerException} when it has no credentials. */
    public CallerAnswer identify(AwsIdentity identity, AwsLocation at) {
        try (LeasePool.Lease<Source> signer = lease(identity, at);
                StsCalls sts = new StsCalls(
                        clients,
                        guards,
                        at.withoutEndpoint(),
                        () -> signer.get().resolve())) {
            // fails with the message of an earlier hop
            var unused = signer.get().resolve();
            return sts.identify();
        }
    }

    public Optional<Instant> expireAt() {
        return pool.inUse().stream()
                .flatMap(source -> source.expiresAt().stream())
                .min(Comparator.naturalOrder());
    }

    public int size() {
        return pool.inUse().size();
    }

    /** Drops all credentials, those in use too. Without effect when closed already. */
    @Override
    public void close() {
        refresher.shutdownNow();
        pool.close();
    }

    private Source source(AwsIdentity identity, AwsLocation at) {
        if (identity instanceof AwsIdentity.WebIdentity web) {
            return refreshing(byToken(web.role(), web.tokenFile(), at), web);
        }
        return identity instanceof AwsIdentity.AssumedRole role ? assumed(role, at) : SdkCredentials.of(identity);
    }

    private Source assumed(AwsIdentity.AssumedRole role, AwsLocation at) {
        LeasePool.Lease<Source> caller = lease(role.caller(), at);
        try {
            SessionLoader.ByToken byToken = byTokenFirst(role, at);
            StsCalls sts = new StsCalls(clients, guards, at, () -> caller.get().resolve());
            return refreshing(new SessionLoader.ByCaller(role, caller, sts, byToken), role);
        } catch (RuntimeException | Error e) {
            caller.close();
            throw e;
        }
    }

    private SessionLoader.@Nullable ByToken byTokenFirst(AwsIdentity.AssumedRole role, AwsLocation at) {
        // STS takes no session tags with a web identity
        return role.caller() instanceof AwsIdentity.Own
                        && role.role().tags().isEmpty()
                        && own() instanceof AwsIdentity.WebIdentity web
                ? byToken(role.role(), web.tokenFile(), at)
                : null;
    }

    private SessionLoader.ByToken byToken(RoleToAssume role, Path tokenFile, AwsLocation at) {
        StsCalls sts = new StsCalls(clients, guards, at, AnonymousCredentialsProvider.create());
        return new SessionLoader.ByToken(role, tokenFile, sts);
    }

    private RefreshingCredentials refreshing(SessionLoader loader, AwsIdentity identity) {
        return new RefreshingCredentials(
                loader, settings.clock(), refresher, settings.waitTimeout(), identity.hashCode());
    }
}
