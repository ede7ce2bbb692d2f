// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.client;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.call.Endpoints;
import io.autoscale.aws.internal.call.AwsLocation;
import io.autoscale.aws.trigger.AwsIdentity;
import java.net.URI;

/**
 * Where calls go and who signs them. Equal targets share a client.
 *
 * @param identity who signs
 * @param location where calls go
 */
public record AwsTarget(AwsIdentity identity, AwsLocation location) {

    /** The name of the region. */
    public String region() {
        return location.region().name();
    }

    /**
     * The target for calls to another service than the one that a trigger was read for. An endpoint that the trigger
     * names serves both, unless it is a host that AWS runs, which serves one service alone.
     *
     * @param service for which this target was read
     */
    public AwsTarget withoutHostOf(AwsService service) {
        URI endpoint = location.endpoint();
        return endpoint != null && Endpoints.isOfAws(service, location.region(), endpoint)
                ? new AwsTarget(identity, location.withoutEndpoint())
                : this;
    }
}
