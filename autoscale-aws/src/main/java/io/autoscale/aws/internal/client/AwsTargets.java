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

/** Reads what all AWS triggers have in common. */
final class AwsTargets {

    private static final String FIPS = "awsUseFipsEndpoint";
    private static final String DUAL_STACK = "awsUseDualStackEndpoint";

    private AwsTargets() {}

    /** Reads region, endpoint and identity; errors are noted in the metadata's list. */
    static AwsTarget read(TriggerMetadata metadata, SourceContext context, AwsService service, Endpoints endpoints) {
        AwsRegion region = region(metadata, context);
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

    /** What the program sets for all triggers is no error of this one. */
    private static void rejectBesideEndpoint(TriggerMetadata metadata, String key, boolean flag) {
        if (flag && metadata.text(key).isPresent()) {
            metadata.reject(key, "true", "false, because awsEndpoint sets the endpoint");
        }
    }

    private static AwsRegion region(TriggerMetadata metadata, SourceContext context) {
        Optional<String> own = metadata.text("awsRegion");
        Optional<Secret> parameter = context.authentication()
                .parameters()
                .get("awsRegion")
                .filter(text -> !text.reveal().isBlank());
        String region =
                own.or(() -> parameter.map(secret -> secret.reveal().trim())).orElse("");
        if (region.isEmpty()) {
            metadata.addMissing("awsRegion", AwsRegion.EXPECTED);
        } else if (!AwsRegion.isValid(region)) {
            // a parameter may be any secret by mistake, so that it shows its mask only
            metadata.reject(
                    "awsRegion", own.orElseGet(() -> parameter.orElseThrow().toString()), AwsRegion.EXPECTED);
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
