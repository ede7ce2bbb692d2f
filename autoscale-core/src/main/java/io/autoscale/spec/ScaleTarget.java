// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import java.util.Objects;

/**
 * What a scaled object scales: something with a {@code scale} subresource ({@code scaleTargetRef}). The builder of the
 * scaled object checks it.
 *
 * @param apiVersion group and version, such as {@code apps/v1}
 * @param kind such as {@code Deployment}
 * @param name its name, in the namespace of the scaled object
 * @param envSourceContainerName the container in which {@code …FromEnv} metadata is resolved; empty for the first
 */
public record ScaleTarget(String apiVersion, String kind, String name, String envSourceContainerName) {

    /** The {@code apiVersion} unless set. */
    public static final String DEFAULT_API_VERSION = "apps/v1";

    /** The {@code kind} unless set. */
    public static final String DEFAULT_KIND = "Deployment";

    public ScaleTarget {
        Objects.requireNonNull(apiVersion, "apiVersion");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(envSourceContainerName, "envSourceContainerName");
    }

    /**
     * A Deployment.
     *
     * @param name its name
     */
    public static ScaleTarget deployment(String name) {
        return new ScaleTarget(DEFAULT_API_VERSION, DEFAULT_KIND, name, "");
    }
}
