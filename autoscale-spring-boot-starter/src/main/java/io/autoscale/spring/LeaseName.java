// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spring;

/** The namespace and name of a Lease. */
record LeaseName(String namespace, String name) {

    /**
     * Reads the property.
     *
     * @throws ScalingConfigurationException if it is not {@code NAMESPACE/NAME}
     */
    static LeaseName of(String property) {
        String[] parts = property.split("/", -1);
        if (parts.length != 2 || parts[0].isBlank() || parts[1].isBlank()) {
            throw new ScalingConfigurationException(
                    "autoscale.leader-election: '" + property + "' is not valid, expected NAMESPACE/NAME");
        }
        return new LeaseName(parts[0], parts[1]);
    }
}
