// SPDX-License-Identifier: Apache-2.0
package io.autoscale.workload;

/**
 * Names one scaled workload.
 *
 * @param kind the kind, such as {@code ScaledJob}
 * @param namespace the Kubernetes namespace
 * @param name the name, unique in its kind and namespace
 */
public record WorkloadRef(String kind, String namespace, String name) {

    /**
     * Checks that nothing is blank.
     *
     * @throws IllegalArgumentException when a part is blank
     */
    public WorkloadRef {
        if (kind.isBlank() || namespace.isBlank() || name.isBlank()) {
            throw new IllegalArgumentException("workload: '" + kind + " " + namespace + "/" + name
                    + "' is not valid, expected kind, namespace and name");
        }
    }

    /**
     * A scaled job.
     *
     * @param namespace the namespace
     * @param name the name
     */
    public static WorkloadRef scaledJob(String namespace, String name) {
        return new WorkloadRef("ScaledJob", namespace, name);
    }

    /**
     * The reference of a scaled object.
     *
     * @param namespace its namespace
     * @param name its name
     */
    public static WorkloadRef scaledObject(String namespace, String name) {
        return new WorkloadRef("ScaledObject", namespace, name);
    }

    /** Returns {@code namespace/name}. */
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
