// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.credentials;

import io.autoscale.aws.internal.call.AwsLocation;
import io.autoscale.aws.internal.call.CallGuards;
import io.autoscale.aws.internal.call.ClientFactory;
import io.autoscale.aws.internal.call.LeasePool;
import io.autoscale.aws.internal.call.Workers;
import io.autoscale.aws.trigger.AwsIdentity;
import io.autoscale.source.ScalerException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * One credentials object for each identity and region, closed with its last user. Nothing is fetched while the pool's
 * lock is held. Safe from any thread.
 */
public final class CredentialsPool implements AutoCloseable {

    private static final int REFRESH_THREADS = 8;
    private static final int REFRESHES_WAITING = 10_000;

    private final ClientFactory clients;
    private final CallGuards guards;
    private final InstantSource clock;
    private final @Nullable AwsIdentity own;
    private final ExecutorService refresher;
    private final LeasePool<Key, CredentialsSource> pool = new LeasePool<>("the AWS credentials");

    private record Key(AwsIdentity identity, AwsLocation location) {}

    /**
     * Starts without credentials.
     *
     * @param clock the time at which credentials end
     * @param own what the program's own identity is, or null for what the environment declares
     * @throws IllegalArgumentException when the own identity rests on itself
     */
    public CredentialsPool(ClientFactory clients, CallGuards guards, InstantSource clock, @Nullable AwsIdentity own) {
        if (own != null && base(own) instanceof AwsIdentity.Own) {
            throw new IllegalArgumentException("ownIdentity: '" + own.describe()
                    + "' is not valid, expected one that does not use AwsIdentity.own(), such as DefaultChain");
        }
        this.clients = clients;
        this.guards = guards;
        this.clock = clock;
        this.own = own;
        this.refresher = Workers.pool("autoscale-aws-credentials", REFRESH_THREADS, REFRESHES_WAITING);
    }

    /**
     * Borrows the credentials of an identity.
     *
     * @param at the region whose STS is asked; an endpoint of a service has no effect here
     * @throws ScalerException when the environment partially configures an identity
     * @throws IllegalStateException when the pool is closed
     */
    public LeasePool.Lease<CredentialsSource> lease(AwsIdentity identity, AwsLocation at) {
        Key key = new Key(actual(identity), at.withoutEndpoint());
        return pool.lease(key, () -> source(key.identity, key.location));
    }

    /**
     * The program's own identity: as the program sets it, or as the environment configures it.
     *
     * @throws ScalerException when the environment partially configures an identity
     */
    public AwsIdentity own() {
        return own == null ? OwnIdentity.declared() : own;
    }

    /** Asks STS who an identity is, with its credentials. */
    public CallerAnswer identify(AwsIdentity identity, AwsLocation at) {
        try (LeasePool.Lease<CredentialsSource> signer = lease(identity, at);
                StsCalls sts = new StsCalls(
                        clients,
                        guards,
                        at.withoutEndpoint(),
                        () -> signer.get().resolve())) {
            // fails with the message of an earlier hop
            var unused = signer.get().resolve();
            return sts.identify();
        } catch (ScalerException e) {
            return new CallerAnswer(null, null, e);
        }
    }

    /** When the first temporary credentials in use end. */
    public Optional<Instant> expireAt() {
        return pool.inUse().stream()
                .flatMap(source -> source.expiresAt().stream())
                .min(Comparator.naturalOrder());
    }

    /** How many credentials objects there are. */
    public int size() {
        return pool.size();
    }

    /** Drops all credentials, those in use too. Without effect when closed already. */
    @Override
    public void close() {
        refresher.shutdownNow();
        pool.close();
    }

    private AwsIdentity actual(AwsIdentity identity) {
        return identity instanceof AwsIdentity.Own ? own() : identity;
    }

    private static AwsIdentity base(AwsIdentity identity) {
        return identity instanceof AwsIdentity.AssumedRole role ? base(role.caller()) : identity;
    }

    private CredentialsSource source(AwsIdentity identity, AwsLocation at) {
        if (identity instanceof AwsIdentity.StaticKeys keys) {
            return new SdkCredentials(identity.describe(), "", StaticCredentialsProvider.create(credentials(keys)));
        }
        if (identity instanceof AwsIdentity.WebIdentity web) {
            return refreshing(webIdentity(web, at), identity);
        }
        if (identity instanceof AwsIdentity.AssumedRole role) {
            return assumed(role, at);
        }
        if (identity instanceof AwsIdentity.ContainerCredentials) {
            return new SdkCredentials(
                    identity.describe(),
                    "check the endpoint in AWS_CONTAINER_CREDENTIALS_FULL_URI, the authorization token file, and the "
                            + "Pod Identity association of the service account",
                    ContainerCredentialsProvider.builder().build());
        }
        if (identity instanceof AwsIdentity.InstanceProfile) {
            return new SdkCredentials(
                    identity.describe(),
                    "look at the node's role, and at the hop limit of its metadata service",
                    InstanceProfileCredentialsProvider.create());
        }
        if (identity instanceof AwsIdentity.Profile profile) {
            return new SdkCredentials(
                    identity.describe(),
                    "look at the shared configuration files",
                    ProfileCredentialsProvider.create(profile.name()));
        }
        return new SdkCredentials(
                identity.describe(),
                "set keys, a web identity (IRSA), EKS Pod Identity, a profile or an instance role",
                DefaultCredentialsProvider.builder().build());
    }

    private CredentialsSource assumed(AwsIdentity.AssumedRole role, AwsLocation at) {
        LeasePool.Lease<CredentialsSource> caller = lease(role.caller(), at);
        try {
            StsCalls sts = new StsCalls(clients, guards, at, () -> caller.get().resolve());
            return refreshing(new AssumeRoleLoader(role, caller, sts, webIdentityFirst(role, at)), role);
        } catch (RuntimeException | Error e) {
            caller.close();
            throw e;
        }
    }

    private @Nullable WebIdentityLoader webIdentityFirst(AwsIdentity.AssumedRole role, AwsLocation at) {
        // STS takes no session tags with a web identity
        if (!(role.caller() instanceof AwsIdentity.Own) || !role.role().tags().isEmpty()) {
            return null;
        }
        AwsIdentity declared = actual(role.caller());
        return declared instanceof AwsIdentity.WebIdentity web
                ? webIdentity(new AwsIdentity.WebIdentity(role.role(), web.tokenFile()), at)
                : null;
    }

    private WebIdentityLoader webIdentity(AwsIdentity.WebIdentity web, AwsLocation at) {
        StsCalls sts = new StsCalls(clients, guards, at, AnonymousCredentialsProvider.create());
        return new WebIdentityLoader(web.role(), web.tokenFile(), sts);
    }

    private RefreshingCredentials refreshing(RefreshingCredentials.Loader loader, AwsIdentity identity) {
        Duration timeout = clients.settings().callTimeout().multipliedBy(2);
        return new RefreshingCredentials(loader, clock, refresher, timeout, identity.hashCode());
    }

    private static AwsCredentials credentials(AwsIdentity.StaticKeys keys) {
        String secret = keys.secretAccessKey().reveal();
        return keys.sessionToken() == null
                ? AwsBasicCredentials.create(keys.accessKeyId(), secret)
                : AwsSessionCredentials.create(
                        keys.accessKeyId(), secret, keys.sessionToken().reveal());
    }
}
