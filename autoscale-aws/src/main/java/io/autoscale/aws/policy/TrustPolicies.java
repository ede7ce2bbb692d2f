// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.policy;

import io.autoscale.auth.RoleToAssume;
import io.autoscale.aws.policy.PolicyDocument.Statement;
import io.autoscale.validation.Violations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Creates trust policies, which name the callers that may assume a role. For several kinds of callers, use the
 * {@linkplain PolicyDocument#and union} of their policies. Arguments that are not valid throw an {@link
 * io.autoscale.validation.InvalidConfigurationException} with every error, by field, value and expectation.
 */
public final class TrustPolicies {

    /**
     * The default audience of the tokens that EKS gives to pods, in all partitions. The annotation {@code
     * eks.amazonaws.com/audience} of the service account can change it.
     */
    public static final String AUDIENCE = "sts.amazonaws.com";

    private static final String ASSUME = "sts:AssumeRole";
    private static final String TAG = "sts:TagSession";

    private TrustPolicies() {}

    /**
     * Does the same as {@link #serviceAccount(OidcProvider, String, String, String)} for tokens of {@link #AUDIENCE}.
     *
     * @param provider the provider of the cluster
     * @param namespace the namespace of the service account
     * @param serviceAccount its name
     */
    public static PolicyDocument serviceAccount(OidcProvider provider, String namespace, String serviceAccount) {
        return serviceAccount(provider, namespace, serviceAccount, AUDIENCE);
    }

    /**
     * Trusts a Kubernetes service account through the cluster's identity provider (IRSA).
     *
     * @param provider the provider of the cluster
     * @param namespace the namespace of the service account
     * @param serviceAccount its name
     * @param audience the audience of the tokens, as in the annotation of the service account
     */
    public static PolicyDocument serviceAccount(
            OidcProvider provider, String namespace, String serviceAccount, String audience) {
        Violations violations = new Violations();
        Shape.NAMESPACE.check(violations, "namespace", namespace);
        Shape.SERVICE_ACCOUNT.check(violations, "serviceAccount", serviceAccount);
        Shape.AUDIENCE.check(violations, "audience", audience);
        violations.throwIfAny("TrustPolicies");
        return PolicyDocument.of(List.of(Statement.trusting(
                "TrustServiceAccount",
                List.of("sts:AssumeRoleWithWebIdentity"),
                "Federated",
                provider.arn(),
                Map.of(
                        provider.issuer() + ":aud",
                        audience,
                        provider.issuer() + ":sub",
                        "system:serviceaccount:" + namespace + ":" + serviceAccount))));
    }

    /**
     * Trusts EKS Pod Identity, which adds tags to its sessions.
     *
     * @param scope which pods may have the role
     */
    public static PolicyDocument eksPodIdentity(PodIdentityScope scope) {
        return PolicyDocument.of(List.of(Statement.trusting(
                "TrustEksPodIdentity", List.of(ASSUME, TAG), "Service", "pods.eks.amazonaws.com", scope.equalities())));
    }

    /**
     * Trusts roles or users that assume a role. A caller in another account also needs sts:AssumeRole there: see {@link
     * IamPolicies#assuming}.
     *
     * @param role the role; its external id becomes a condition and is visible in the policy; if it has tags, callers may
     *     tag the session
     * @param callers the ARNs of at least one role or user
     */
    public static PolicyDocument callers(RoleToAssume role, String... callers) {
        Violations violations = new Violations();
        Shape.ROLE.check(violations, "role.arn", role.arn());
        String externalId = role.externalId();
        // some treat it as a secret
        violations.check(Shape.EXTERNAL_ID.matches(externalId), "role.externalId", "***", Shape.EXTERNAL_ID.expected());
        if (callers.length == 0) {
            violations.addMissing("callers", Shape.CALLER.expected());
        }
        List<String> actions = role.tags().isEmpty() ? List.of(ASSUME) : List.of(ASSUME, TAG);
        Map<String, String> conditions = externalId == null ? Map.of() : Map.of("sts:ExternalId", externalId);
        List<Statement> statements = new ArrayList<>();
        for (int i = 0; i < callers.length; i++) {
            Shape.CALLER.check(violations, "callers[" + i + "]", callers[i]);
            statements.add(Statement.trusting("TrustCallers", actions, "AWS", callers[i], conditions));
        }
        violations.throwIfAny("TrustPolicies");
        return PolicyDocument.of(statements);
    }
}
