// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.policy;

import io.autoscale.aws.trigger.AwsRegion;
import io.autoscale.validation.Violations;

/**
 * The identity provider that a cluster has in IAM. Arguments that are not valid throw an {@link
 * io.autoscale.validation.InvalidConfigurationException} with every error, by field, value and expectation.
 *
 * @param arn such as {@code arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABCDEF}
 */
public record OidcProvider(String arn) {

    public OidcProvider {
        Violations violations = new Violations();
        Shape.PROVIDER.check(violations, "oidcProvider", arn);
        violations.throwIfAny("OidcProvider");
    }

    /**
     * Returns the provider of a cluster with the issuer that {@code aws eks describe-cluster} shows.
     *
     * @param issuer such as {@code https://oidc.eks.eu-west-1.amazonaws.com/id/ABCDEF}
     * @param account the 12 digits of the account where the provider is registered
     * @param region any region of the account's partition
     */
    public static OidcProvider ofIssuer(String issuer, String account, String region) {
        Violations violations = new Violations();
        Shape.ISSUER.check(violations, "issuer", issuer);
        Shape.ACCOUNT.check(violations, "account", account);
        violations.check(AwsRegion.isValid(region), "region", region, AwsRegion.EXPECTED);
        violations.throwIfAny("OidcProvider");
        String partition = new AwsRegion(region).partition();
        return new OidcProvider(
                "arn:" + partition + ":iam::" + account + ":oidc-provider/" + issuer.substring("https://".length()));
    }

    /** The issuer without its scheme, of which the condition keys are made. */
    String issuer() {
        return arn.substring(arn.indexOf('/') + 1);
    }
}
