// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.call;

import io.autoscale.aws.trigger.AwsRegion;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkSystemSetting;

/**
 * The hosts that receive signed requests. The endpoint that the program sets for a service is always allowed. The {@code
 * awsEndpoint} of a trigger must be a host of that service that AWS runs, a loopback address if the program allows it,
 * or an endpoint that the program lists. Otherwise the author of a trigger could collect signed requests. Immutable.
 */
public final class Endpoints {

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");

    private final List<Predicate<URI>> allowed;
    private final Map<AwsService, URI> byService;
    private final boolean fips;
    private final boolean dualStack;

    private Endpoints(List<Predicate<URI>> allowed, Map<AwsService, URI> byService, boolean fips, boolean dualStack) {
        this.allowed = List.copyOf(allowed);
        this.byService = Map.copyOf(byService);
        this.fips = fips;
        this.dualStack = dualStack;
    }

    /**
     * Allows only hosts that AWS runs. FIPS and dual-stack endpoints are used if {@code AWS_USE_FIPS_ENDPOINT} and {@code
     * AWS_USE_DUALSTACK_ENDPOINT}, or their system properties, are true.
     */
    public static Endpoints awsOnly() {
        return new Endpoints(
                List.of(),
                Map.of(),
                SdkSystemSetting.AWS_USE_FIPS_ENDPOINT.getBooleanValue().orElse(false),
                SdkSystemSetting.AWS_USE_DUALSTACK_ENDPOINT.getBooleanValue().orElse(false));
    }

    /** Allows triggers to name a loopback address, for tests on emulators. */
    public Endpoints allowingLoopback() {
        return allowing(endpoint -> LOOPBACK.matcher(host(endpoint)).matches());
    }

    /**
     * Allows triggers to name this endpoint.
     *
     * @param endpoint scheme, host and port; the path is ignored
     */
    public Endpoints allowing(URI endpoint) {
        URI one = checked("endpoint", endpoint);
        return allowing(other ->
                one.getScheme().equals(other.getScheme()) && host(one).equals(host(other)) && port(one) == port(other));
    }

    private Endpoints allowing(Predicate<URI> endpoints) {
        List<Predicate<URI>> more = new ArrayList<>(allowed);
        more.add(endpoints);
        return new Endpoints(more, byService, fips, dualStack);
    }

    /**
     * Sets the endpoint of a service. A trigger may name another one.
     *
     * @param service the service, which may be STS
     * @param endpoint an absolute http or https URL
     */
    public Endpoints with(AwsService service, URI endpoint) {
        Map<AwsService, URI> more = new HashMap<>(byService);
        more.put(service, checked("endpoint of " + service, endpoint));
        return new Endpoints(allowed, more, fips, dualStack);
    }

    /**
     * Sets whether FIPS endpoints are used. A trigger may decide otherwise. An explicit endpoint is called as it is.
     *
     * @param flag the flag
     */
    public Endpoints fips(boolean flag) {
        return new Endpoints(allowed, byService, flag, dualStack);
    }

    /**
     * Sets whether dual-stack endpoints (IPv4 and IPv6) are used. A trigger may decide otherwise. An explicit endpoint is
     * called as it is.
     *
     * @param flag the flag
     */
    public Endpoints dualStack(boolean flag) {
        return new Endpoints(allowed, byService, fips, flag);
    }

    /** Says whether FIPS endpoints are used. */
    public boolean isFips() {
        return fips;
    }

    /** Says whether dual-stack endpoints are used. */
    public boolean isDualStack() {
        return dualStack;
    }

    /**
     * What is expected instead of the endpoint of a trigger; empty if it is allowed.
     *
     * @param service the service that the trigger reads
     * @param region the region of the trigger
     * @param endpoint the endpoint in the trigger
     */
    public Optional<String> objection(AwsService service, AwsRegion region, URI endpoint) {
        if (!isHttp(endpoint) || endpoint.getUserInfo() != null) {
            return Optional.of("an absolute http or https URL");
        }
        if (isOfAws(service, region, endpoint) || allowed.stream().anyMatch(one -> one.test(endpoint))) {
            return Optional.empty();
        }
        return Optional.of("an https endpoint of " + service.title() + " in " + region.name()
                + " that AWS runs, or one that the program allows, as requests to it are signed");
    }

    /**
     * The endpoint that {@link #with} set for a service; empty for the default endpoint of AWS.
     *
     * @param service the service
     */
    public Optional<URI> of(AwsService service) {
        return Optional.ofNullable(byService.get(service));
    }

    /**
     * Says whether AWS runs this host for this service in this region. Returns false for hosts of AWS's other services.
     *
     * @param service the service
     * @param region the region
     * @param endpoint an absolute http or https URL
     */
    public static boolean isOfAws(AwsService service, AwsRegion region, URI endpoint) {
        if (!"https".equals(endpoint.getScheme()) || port(endpoint) != 443) {
            return false;
        }
        String hosts = "(" + service.hosts + ")";
        String at = Pattern.quote(region.name());
        String suffix =
                "(" + Pattern.quote(region.dnsSuffix()) + "|" + Pattern.quote(region.dualStackDnsSuffix()) + ")";
        // vpce-svc- hosts are services of customers, and so is most else below amazonaws.com
        return host(endpoint)
                .matches("(" + hosts + "(-fips)?\\." + at
                        + "|" + at + "\\." + hosts
                        + "|vpce-[0-9a-f]+-[0-9a-z]+(-[0-9a-z-]+)?\\." + hosts + "\\." + at + "\\.vpce"
                        + ")\\." + suffix);
    }

    private static String host(URI endpoint) {
        return endpoint.getHost().toLowerCase(Locale.ROOT);
    }

    private static int port(URI endpoint) {
        if (endpoint.getPort() >= 0) {
            return endpoint.getPort();
        }
        return "https".equals(endpoint.getScheme()) ? 443 : 80;
    }

    private static boolean isHttp(URI endpoint) {
        return endpoint.getHost() != null
                && ("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme()));
    }

    private static URI checked(String field, URI endpoint) {
        if (!isHttp(endpoint)) {
            throw new IllegalArgumentException(
                    field + ": '" + endpoint + "' is not valid, expected an absolute http or https URL");
        }
        return endpoint;
    }
}
