// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spring;

import io.autoscale.aws.AwsSourcesBuilder;
import io.autoscale.aws.call.Endpoints;
import io.autoscale.engine.EngineLimits;
import io.autoscale.k8s.controller.KedaControllerBuilder;
import java.net.URI;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Applies properties to builders. What is not set keeps the default of the builder. */
final class PropertiesMapping {

    private PropertiesMapping() {}

    static void apply(AutoscaleProperties properties, EngineLimits.Builder limits) {
        ifSet(properties.sampleTimeout(), limits::sampleTimeout);
        ifSet(properties.closeTimeout(), limits::closeTimeout);
        ifSet(properties.decisionsKept(), limits::decisionsKept);
    }

    static void apply(AutoscaleProperties.Aws properties, AwsSourcesBuilder builder) {
        Endpoints endpoints = properties.allowLoopback() ? Endpoints.awsOnly().allowingLoopback() : Endpoints.awsOnly();
        for (URI allowed : properties.allowedEndpoints()) {
            Endpoints before = endpoints;
            endpoints = checked("autoscale.aws.allowed-endpoints", () -> before.allowing(allowed));
        }
        builder.endpoints(endpoints);
        ifSet(properties.attempts(), builder::attempts);
        ifSet(properties.attemptTimeout(), builder::attemptTimeout);
        ifSet(properties.callTimeout(), builder::callTimeout);
        ifSet(properties.connections(), builder::connections);
        ifSet(properties.readSharing(), builder::readSharing);
    }

    static void apply(AutoscaleProperties.Controller properties, KedaControllerBuilder builder) {
        builder.namespaces(properties.namespaces().toArray(String[]::new))
                .selector(properties.selector())
                .removal(properties.removal());
        if (properties.allNamespaces()) {
            builder.inAnyNamespace();
        }
    }

    /** Names the property in an error that cannot know it. */
    static <T> T checked(String property, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new ScalingConfigurationException(property + ": " + e.getMessage(), e);
        }
    }

    private static <T> void ifSet(@Nullable T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }
}
