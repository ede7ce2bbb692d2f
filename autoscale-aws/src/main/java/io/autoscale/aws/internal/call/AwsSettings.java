// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.call;

import io.autoscale.aws.call.CallRates;
import io.autoscale.aws.call.Endpoints;
import io.autoscale.aws.trigger.AwsIdentity;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * What the program sets; {@code AwsSourcesBuilder} describes and checks it.
 *
 * @param ownIdentity null for what the environment declares
 * @param httpClient null for one that is made and closed with the clients
 */
public record AwsSettings(
        int attempts,
        Duration attemptTimeout,
        Duration callTimeout,
        int connections,
        CallRates callRates,
        Endpoints endpoints,
        Duration readSharing,
        InstantSource clock,
        @Nullable AwsIdentity ownIdentity,
        @Nullable SdkHttpClient httpClient) {

    /** The longest wait for a call that another caller makes. */
    public Duration waitTimeout() {
        return callTimeout.multipliedBy(2);
    }
}
