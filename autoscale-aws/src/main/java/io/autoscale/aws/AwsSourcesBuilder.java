// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import io.autoscale.aws.call.CallRates;
import io.autoscale.aws.call.Endpoints;
import io.autoscale.aws.internal.call.AwsSettings;
import io.autoscale.aws.trigger.AwsIdentity;
import io.autoscale.validation.Violations;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;

/** Builds {@link AwsSources}. */
public final class AwsSourcesBuilder {

    private static final Duration LONGEST_CALL = Duration.ofDays(1);

    private int attempts = 2;
    private Duration attemptTimeout = Duration.ofSeconds(4);
    private Duration callTimeout = Duration.ofSeconds(8);
    private int connections = 64;
    private CallRates callRates = CallRates.DEFAULT;
    private Endpoints endpoints = Endpoints.awsOnly();
    private Duration readSharing = Duration.ofSeconds(1);
    private InstantSource clock = InstantSource.system();
    private @Nullable AwsIdentity ownIdentity;
    private @Nullable SdkHttpClient httpClient;

    AwsSourcesBuilder() {}

    /**
     * Sets the number of attempts for one call, including the first; 2 by default. There are no other retries.
     *
     * @param number 1 to 10
     */
    public AwsSourcesBuilder attempts(int number) {
        this.attempts = number;
        return this;
    }

    /**
     * Sets the time limit of one attempt; 4 s by default.
     *
     * @param timeout at least a millisecond
     */
    public AwsSourcesBuilder attemptTimeout(Duration timeout) {
        this.attemptTimeout = Objects.requireNonNull(timeout, "attemptTimeout");
        return this;
    }

    /**
     * Sets the time limit of a call with all its attempts; 8 s by default.
     *
     * @param timeout at least the attempt timeout, and at most a day
     */
    public AwsSourcesBuilder callTimeout(Duration timeout) {
        this.callTimeout = Objects.requireNonNull(timeout, "callTimeout");
        return this;
    }

    /**
     * Sets the maximum number of open connections; 64 by default.
     *
     * @param number at least 1
     */
    public AwsSourcesBuilder connections(int number) {
        this.connections = number;
        return this;
    }

    /**
     * Sets the maximum number of calls a second; {@link CallRates#DEFAULT} by default.
     *
     * @param settings the rates of all sources together
     */
    public AwsSourcesBuilder callRates(CallRates settings) {
        this.callRates = Objects.requireNonNull(settings, "callRates");
        return this;
    }

    /**
     * Sets the hosts that receive signed requests; by default only hosts that AWS runs.
     *
     * @param allowed the endpoints
     */
    public AwsSourcesBuilder endpoints(Endpoints allowed) {
        this.endpoints = Objects.requireNonNull(allowed, "endpoints");
        return this;
    }

    /**
     * Sets the program's own identity; by default the environment decides.
     *
     * @param identity an identity that is not based on {@link AwsIdentity#own()}
     */
    public AwsSourcesBuilder ownIdentity(AwsIdentity identity) {
        this.ownIdentity = Objects.requireNonNull(identity, "ownIdentity");
        return this;
    }

    /**
     * Sets for how long a read is shared with other triggers on the same queue, table or stream; one second by default.
     *
     * @param freshness zero or more; zero shares a read only while it is in progress
     */
    public AwsSourcesBuilder readSharing(Duration freshness) {
        this.readSharing = Objects.requireNonNull(freshness, "readSharing");
        return this;
    }

    /**
     * Sets the clock for the expiry of credentials, the windows of metrics and the age of reads; the system clock by default.
     *
     * @param time the clock
     */
    public AwsSourcesBuilder clock(InstantSource time) {
        this.clock = Objects.requireNonNull(time, "clock");
        return this;
    }

    /**
     * Sets the HTTP client. The default is Apache 5 or, if the program excludes {@code apache5-client}, the SDK client that
     * is on the class path.
     *
     * @param client closed by the caller, after the sources
     */
    public AwsSourcesBuilder httpClient(SdkHttpClient client) {
        this.httpClient = Objects.requireNonNull(client, "httpClient");
        return this;
    }

    /**
     * Creates the sources, which the caller closes.
     *
     * @throws io.autoscale.validation.InvalidConfigurationException with every value that is not valid
     */
    public AwsSources build() {
        Violations violations = new Violations();
        violations.check(attempts >= 1 && attempts <= 10, "attempts", attempts, "a whole number from 1 to 10");
        violations.check(attemptTimeout.toMillis() >= 1, "attemptTimeout", attemptTimeout, "at least a millisecond");
        violations.check(
                callTimeout.compareTo(attemptTimeout) >= 0,
                "callTimeout",
                callTimeout,
                "at least attemptTimeout " + attemptTimeout);
        violations.check(callTimeout.compareTo(LONGEST_CALL) <= 0, "callTimeout", callTimeout, "at most a day");
        violations.check(connections >= 1, "connections", connections, "a whole number >= 1");
        violations.check(!readSharing.isNegative(), "readSharing", readSharing, "zero or more");
        if (ownIdentity != null && isBasedOnOwn(ownIdentity)) {
            violations.add(
                    "ownIdentity",
                    ownIdentity.describe(),
                    "one that does not use AwsIdentity.own(), such as DefaultChain");
        }
        violations.throwIfAny("AwsSources");
        return new AwsSources(new AwsSettings(
                attempts,
                attemptTimeout,
                callTimeout,
                connections,
                callRates,
                endpoints,
                readSharing,
                clock,
                ownIdentity,
                httpClient));
    }

    private static boolean isBasedOnOwn(AwsIdentity identity) {
        return identity instanceof AwsIdentity.AssumedRole role
                ? isBasedOnOwn(role.caller())
                : identity instanceof AwsIdentity.Own;
    }
}
