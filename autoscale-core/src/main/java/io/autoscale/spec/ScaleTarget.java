// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import java.util.Objects;

/**
 * The target of a scaled object: an object with a {@code scale} subresource ({@code scaleTargetRef}). The builder of
 * the scaled object validates it.
 *
 * @param apiVersion group and version, such as {@code apps/v1}
 * @param kind the kind, such as {@code Deployment}
 * @param name the name, in the namespace of the scaled object
 * @param envSourceContainerName the container used to resolve {@code …FromEnv} metadata; empty for the first container
 */
public record ScaleTarget(String apiVersion, String kind, String name, String envSourceContainerName) {

    /** The default {@code apiVersion}. */
    public static final String DEFAULT_API_VERSION = "apps/v1";

    /** The default {@code kind}. */
    public static final String DEFAULT_KIND = "Deployment";

    public ScaleTarget {
        Objects.requireNonNull(apiVersion, "apiVersion");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(envSourceContainerName, "envSourceContainerName");
    }

    /**
     * Returns a target that is a Deployment.
     *
     * @param name the name of the Deployment
     */
    public static ScaleTarget deployment(String name) {
        return new ScaleTarget(DEFAULT_API_VERSION, DEFAULT_KIND, name, "");
    }
}
