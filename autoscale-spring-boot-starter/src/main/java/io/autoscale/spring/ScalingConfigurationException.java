// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spring;

import org.jspecify.annotations.Nullable;

/** Thrown if the properties or the manifests are not valid. The message names each error. */
final class ScalingConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ScalingConfigurationException(String message) {
        this(message, null);
    }

    ScalingConfigurationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
