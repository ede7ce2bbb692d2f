// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.policy;

import io.autoscale.validation.Violations;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which pods may have a role through EKS Pod Identity. All parts but the account are session tags: an association
 * without session tags does not match. Invalid parts throw an {@link
 * io.autoscale.validation.InvalidConfigurationException} with every error. Immutable.
 *
 * @param account the account of the cluster, or null for any
 * @param clusterArn the cluster, or null for any
 * @param namespace the namespace, or null for any
 * @param serviceAccount the service account, or null for any
 */
public record PodIdentityScope(
        @Nullable String account,
        @Nullable String clusterArn,
        @Nullable String namespace,
        @Nullable String serviceAccount) {

    public PodIdentityScope {
        Violations violations = new Violations();
        Shape.ACCOUNT.check(violations, "account", account);
        Shape.CLUSTER.check(violations, "clusterArn", clusterArn);
        Shape.NAMESPACE.check(violations, "namespace", namespace);
        Shape.SERVICE_ACCOUNT.check(violations, "serviceAccount", serviceAccount);
        violations.throwIfAny("PodIdentityScope");
    }

    /** Any pod with an association to the role, which only the role's own account can make. */
    public static PodIdentityScope any() {
        return new PodIdentityScope(null, null, null, null);
    }

    /**
     * Only pods in this account's clusters.
     *
     * @param id the 12 digits of the account
     */
    public PodIdentityScope inAccount(String id) {
        return new PodIdentityScope(id, clusterArn, namespace, serviceAccount);
    }

    /**
     * Only pods in this cluster.
     *
     * @param arn such as {@code arn:aws:eks:eu-west-1:123456789012:cluster/prod}
     */
    public PodIdentityScope inCluster(String arn) {
        return new PodIdentityScope(account, arn, namespace, serviceAccount);
    }

    /**
     * Only pods of this service account.
     *
     * @param inNamespace its namespace
     * @param name its name
     */
    public PodIdentityScope ofServiceAccount(String inNamespace, String name) {
        return new PodIdentityScope(account, clusterArn, inNamespace, name);
    }

    Map<String, String> equalities() {
        Map<String, String> equalities = new TreeMap<>();
        put(equalities, "aws:SourceAccount", account);
        put(equalities, "aws:RequestTag/eks-cluster-arn", clusterArn);
        put(equalities, "aws:RequestTag/kubernetes-namespace", namespace);
        put(equalities, "aws:RequestTag/kubernetes-service-account", serviceAccount);
        return equalities;
    }

    private static void put(Map<String, String> equalities, String key, @Nullable String value) {
        if (value != null) {
            equalities.put(key, value);
        }
    }
}
