// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.client;

import io.autoscale.auth.Secret;
import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.call.Endpoints;
import io.autoscale.aws.internal.call.AwsLocation;
import io.autoscale.aws.trigger.AwsIdentity;
import io.autoscale.aws.trigger.AwsRegion;
import io.autoscale.source.SourceContext;
import io.autoscale.trigger.TriggerMetadata;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where calls go and who signs them. Equal targets share a client. */
public record AwsTarget(AwsIdentity identity, AwsLocation location) {

    private static final String FIPS = "awsUseFipsEndpoint";
    private static final String DUAL_STACK = "awsUseDualStackEndpoint";

    /** Reads region, endpoint and identity; of no use when an error is added to the metadata's list. */
    public static AwsTarget read(
            TriggerMetadata metadata, SourceContext context, AwsService service, Endpoints endpoints) {
        Optional<Secret> parameter =
                AwsIdentities.parameter(context.authentication().parameters(), "awsRegion");
        AwsRegion region = readRegion(
                metadata, parameter.map(secret -> secret.reveal().trim()).orElse(null));
        boolean fips = metadata.bool(FIPS, endpoints.isFips());
        boolean dualStack = metadata.bool(DUAL_STACK, endpoints.isDualStack());
        if (fips && region.name().startsWith("cn-")) {
            metadata.reject(FIPS, "true", "false, because FIPS endpoints do not exist in partition aws-cn");
        }
        URI endpoint = endpoint(metadata, service, region, endpoints);
        if (endpoint != null) {
            rejectBesideEndpoint(metadata, FIPS, fips);
            rejectBesideEndpoint(metadata, DUAL_STACK, dualStack);
        }
        AwsIdentity identity = AwsIdentities.of(metadata, context.authentication(), context.environment(), region);
        return new AwsTarget(identity, new AwsLocation(region, endpoint, fips, dualStack));
    }

    public String region() {
        return location.region().name();
    }

    /**
     * The target for calls to other services than this one, which the trigger reads. An endpoint that the trigger names
     * serves both, unless it is a host that AWS runs, which serves one service alone.
     */
    public AwsTarget withoutHostOf(AwsService service) {
        URI endpoint = location.endpoint();
        return endpoint != null && Endpoints.isOfAws(service, location.region(), endpoint)
                ? new AwsTarget(identity, location.withoutEndpoint())
                : this;
    }

    /** What the program sets for all triggers is no error of this one. */
    private static void rejectBesideEndpoint(TriggerMetadata metadata, String key, boolean flag) {
        if (flag && metadata.text(key).isPresent()) {
            metadata.reject(key, "true", "false, because awsEndpoint sets the endpoint");
        }
    }

    /** Reads the region of a trigger, or takes the default; errors are noted in the metadata's list. */
    public static AwsRegion readRegion(TriggerMetadata metadata, @Nullable String defaultRegion) {
        Optional<String> own = metadata.text("awsRegion");
        String region = own.orElse(defaultRegion == null ? "" : defaultRegion);
        if (region.isEmpty()) {
            metadata.addMissing("awsRegion", AwsRegion.EXPECTED);
        } else if (!AwsRegion.isValid(region)) {
            // a parameter may be any secret by mistake, so that it shows its mask only
            metadata.reject(
                    "awsRegion", own.isPresent() ? region : Secret.of(region).toString(), AwsRegion.EXPECTED);
        }
        return new AwsRegion(region);
    }

    private static @Nullable URI endpoint(
            TriggerMetadata metadata, AwsService service, AwsRegion region, Endpoints endpoints) {
        Optional<String> text = metadata.text("awsEndpoint");
        if (text.isEmpty()) {
            return null;
        }
        URI endpoint;
        try {
            endpoint = new URI(text.get());
        } catch (URISyntaxException e) {
            metadata.reject("awsEndpoint", text.get(), "an absolute http or https URL");
            return null;
        }
        Optional<String> objection = endpoints.objection(service, region, endpoint);
        objection.ifPresent(expected -> metadata.reject("awsEndpoint", text.get(), expected));
        return endpoint;
    }
}
