// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import io.autoscale.aws.call.AwsClientSettings;
import io.autoscale.aws.call.CallRates;
import io.autoscale.aws.call.Endpoints;
import io.autoscale.aws.call.RateLimited;
import io.autoscale.aws.internal.call.CallGuards;
import io.autoscale.aws.internal.call.ClientFactory;
import io.autoscale.aws.internal.call.SharedRead;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.credentials.CredentialsPool;
import io.autoscale.aws.trigger.AwsIdentity;
import io.autoscale.validation.Violations;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;

/** Builds {@link AwsSources}. */
public final class AwsSourcesBuilder {

    CallRates rates = CallRates.DEFAULT;
    Endpoints endpoints = Endpoints.awsOnly();
    InstantSource clock = InstantSource.system();
    Duration readSharing = Duration.ofSeconds(1);
    Consumer<RateLimited> rateListener = event -> {};

    @Nullable
    AwsIdentity ownIdentity;

    @Nullable
    SdkHttpClient httpClient;

    private int attempts = AwsClientSettings.DEFAULT.attempts();
    private Duration attemptTimeout = AwsClientSettings.DEFAULT.attemptTimeout();
    private Duration callTimeout = AwsClientSettings.DEFAULT.callTimeout();
    private int connections = AwsClientSettings.DEFAULT.connections();

    AwsSourcesBuilder() {}

    /**
     * Sets the tries of one call, the first included; 2 unless set. There are no other retries.
     *
     * @param number 1 to 10
     */
    public AwsSourcesBuilder attempts(int number) {
        this.attempts = number;
        return this;
    }

    /**
     * Sets the longest wait for one try; 4 s unless set.
     *
     * @param timeout at least a millisecond
     */
    public AwsSourcesBuilder attemptTimeout(Duration timeout) {
        this.attemptTimeout = Objects.requireNonNull(timeout, "attemptTimeout");
        return this;
    }

    /**
     * Sets the longest wait for a call with all its tries; 8 s unless set.
     *
     * @param timeout at least the attempt timeout
     */
    public AwsSourcesBuilder callTimeout(Duration timeout) {
        this.callTimeout = Objects.requireNonNull(timeout, "callTimeout");
        return this;
    }

    /**
     * Sets how many connections are open at most; 64 unless set.
     *
     * @param number at least 1
     */
    public AwsSourcesBuilder connections(int number) {
        this.connections = number;
        return this;
    }

    /**
     * Sets all four bounds of calls.
     *
     * @param settings the bounds
     */
    public AwsSourcesBuilder calls(AwsClientSettings settings) {
        return attempts(settings.attempts())
                .attemptTimeout(settings.attemptTimeout())
                .callTimeout(settings.callTimeout())
                .connections(settings.connections());
    }

    /**
     * Sets how many calls a second are sent; {@link CallRates#DEFAULT} unless set.
     *
     * @param settings the rates of all sources together
     */
    public AwsSourcesBuilder callRates(CallRates settings) {
        this.rates = Objects.requireNonNull(settings, "callRates");
        return this;
    }

    /**
     * Sets a listener for calls that were not sent because of the rate; none unless set.
     *
     * @param listener called on the thread of the call; must not block
     */
    public AwsSourcesBuilder onRateLimited(Consumer<RateLimited> listener) {
        this.rateListener = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Sets to which hosts signed requests may go; only those that AWS runs unless set.
     *
     * @param allowed the endpoints
     */
    public AwsSourcesBuilder endpoints(Endpoints allowed) {
        this.endpoints = Objects.requireNonNull(allowed, "endpoints");
        return this;
    }

    /**
     * Sets what the program's own identity is; what the environment declares unless set.
     *
     * @param identity an identity that does not rest on {@link AwsIdentity#own()}
     */
    public AwsSourcesBuilder ownIdentity(AwsIdentity identity) {
        this.ownIdentity = Objects.requireNonNull(identity, "ownIdentity");
        return this;
    }

    /**
     * Sets for how long a read is given to other triggers on the same queue, table or stream; a second unless set.
     *
     * @param freshness zero or more; zero shares only with those who ask while the read is under way
     */
    public AwsSourcesBuilder readSharing(Duration freshness) {
        this.readSharing = Objects.requireNonNull(freshness, "readSharing");
        return this;
    }

    /**
     * Sets the time by which credentials end, windows of metrics begin and reads grow old; the system's unless set.
     *
     * @param time the clock
     */
    public AwsSourcesBuilder clock(InstantSource time) {
        this.clock = Objects.requireNonNull(time, "clock");
        return this;
    }

    /**
     * Sets the HTTP client. Unless set, it is one of Apache 5, whose blocking calls cost as little as any that we
     * measured, or, where a program excludes {@code apache5-client}, of whatever client of the SDK is on the class path.
     *
     * @param client closed by the caller, after the sources
     */
    public AwsSourcesBuilder httpClient(SdkHttpClient client) {
        this.httpClient = Objects.requireNonNull(client, "httpClient");
        return this;
    }

    /**
     * Makes the sources.
     *
     * @return the sources; closed by the caller
     * @throws io.autoscale.validation.InvalidConfigurationException with every bound that is out of range
     * @throws IllegalArgumentException when the own identity rests on itself
     */
    public AwsSources build() {
        Violations violations = new Violations();
        violations.check(!readSharing.isNegative(), "readSharing", readSharing, "zero or more");
        violations.throwIfAny("AwsSources");
        return new AwsSources(this);
    }

    /** New clients with these settings. */
    AwsClients clients() {
        CallGuards guards = new CallGuards(rates, clock, rateListener);
        ClientFactory factory = new ClientFactory(calls(), endpoints, httpClient);
        return new AwsClients(
                factory,
                new CredentialsPool(factory, guards, clock, ownIdentity),
                guards,
                clock,
                new SharedRead.Sharing(readSharing, calls().callTimeout().multipliedBy(2)));
    }

    AwsSourcesBuilder copy() {
        AwsSourcesBuilder copy = new AwsSourcesBuilder();
        copy.rates = rates;
        copy.endpoints = endpoints;
        copy.clock = clock;
        copy.readSharing = readSharing;
        copy.rateListener = rateListener;
        copy.ownIdentity = ownIdentity;
        copy.httpClient = httpClient;
        return copy.calls(calls());
    }

    AwsClientSettings calls() {
        return new AwsClientSettings(attempts, attemptTimeout, callTimeout, connections);
    }
}
