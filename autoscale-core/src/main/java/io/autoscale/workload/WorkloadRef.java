// SPDX-License-Identifier: Apache-2.0
package io.autoscale.workload;

/**
 * Identifies a scaled workload.
 *
 * @param kind the kind, such as {@code ScaledJob}
 * @param namespace the Kubernetes namespace
 * @param name the name, unique within its kind and namespace
 */
public record WorkloadRef(String kind, String namespace, String name) {

    /**
     * Checks that no part is blank.
     *
     * @throws IllegalArgumentException if a part is blank
     */
    public WorkloadRef {
        if (kind.isBlank() || namespace.isBlank() || name.isBlank()) {
            throw new IllegalArgumentException("workload: '" + kind + " " + namespace + "/" + name
                    + "' is not valid, expected kind, namespace and name");
        }
    }

    /**
     * Creates a reference to a scaled job.
     *
     * @param namespace the namespace
     * @param name the name
     */
    public static WorkloadRef scaledJob(String namespace, String name) {
        return new WorkloadRef("ScaledJob", namespace, name);
    }

    /**
     * Creates a reference to a scaled object.
     *
     * @param namespace the namespace
     * @param name the name
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
