// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import io.autoscale.auth.AuthParameters;
import io.autoscale.auth.Authentication;
import io.autoscale.auth.PodIdentity;
import io.autoscale.aws.call.Endpoints;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.source.SourceContext;
import io.autoscale.trigger.EnvironmentLookup;
import io.autoscale.trigger.Trigger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** Default values for the tests of sources. */
public final class TestSources {

    /** A planted secret that must not appear in any message. */
    public static final String SECRET = "PLANTED-SECRET-wJalrXUtnFEMI";

    private TestSources() {}

    /** The keys of the tests, as parameters. */
    public static Authentication keys() {
        return new Authentication(
                AuthParameters.of(Map.of("awsAccessKeyID", "AKIDEXAMPLE", "awsSecretAccessKey", SECRET)),
                PodIdentity.none());
    }

    /** A context with the keys of the tests. */
    public static SourceContext context(Trigger trigger) {
        return context(trigger, keys(), Map.of());
    }

    /** A context. */
    public static SourceContext context(
            Trigger trigger, Authentication authentication, Map<String, String> environment) {
        return new SourceContext(trigger, 0, authentication, EnvironmentLookup.of(environment), InstantSource.system());
    }

    /** Sources that may call emulators on this machine, without caching of reads. */
    public static AwsSourcesBuilder sources() {
        return AwsSources.builder()
                .endpoints(Endpoints.awsOnly().allowingLoopback())
                .readSharing(Duration.ZERO);
    }

    /** Sets short bounds, so that a test of a time-out does not take long. */
    public static AwsSourcesBuilder impatient(AwsSourcesBuilder builder) {
        return builder.attempts(1)
                .attemptTimeout(Duration.ofMillis(700))
                .callTimeout(Duration.ofMillis(900))
                .connections(8);
    }

    /** A source of the trigger. */
    public static ScalerSource source(AwsSources sources, Trigger trigger) {
        return factory(sources, trigger.type()).create(context(trigger));
    }

    /** The factory for a trigger type. */
    public static ScalerSourceFactory factory(AwsSources sources, String type) {
        return sources.factories().stream()
                .filter(factory -> factory.triggerType().equals(type))
                .findFirst()
                .orElseThrow();
    }
}
