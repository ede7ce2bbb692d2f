// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.policy;

import io.autoscale.aws.internal.client.AwsIdentities;
import io.autoscale.aws.internal.source.Grants;
import io.autoscale.validation.Violations;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What parts of policies look like. Nothing with a wildcard or a policy variable passes, as it would allow more. */
enum Shape {
    ACCOUNT(Grants.ACCOUNT.pattern(), Grants.ACCOUNT_EXPECTED),
    ROLE(AwsIdentities.ROLE_ARN.pattern(), AwsIdentities.ROLE_ARN_EXPECTED),
    CALLER(
            "arn:aws[a-z-]{0,20}:iam::\\d{12}:(role|user)/[\\w+=,.@/-]{1,575}",
            "the ARN of a role or user, such as arn:aws:iam::123456789012:role/controller"),
    CLUSTER(
            "arn:aws[a-z-]{0,20}:eks:[a-z0-9-]{1,60}:\\d{12}:cluster/[0-9A-Za-z_-]{1,100}",
            "the ARN of a cluster, such as arn:aws:eks:eu-west-1:123456789012:cluster/prod"),
    PROVIDER(
            "arn:(aws[a-z-]{0,20}):iam::\\d{12}:oidc-provider/([A-Za-z0-9._/-]{1,255})",
            "the ARN of an OIDC provider, such as"
                    + " arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABCDEF0123456789"),
    ISSUER(
            "https://([A-Za-z0-9._/-]{1,255})",
            "an https URL, such as https://oidc.eks.eu-west-1.amazonaws.com/id/ABCDEF0123456789"),
    NAMESPACE(
            "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", "the name of a namespace: 1 to 63 lower-case letters, digits and -"),
    SERVICE_ACCOUNT(
            "[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?",
            "the name of a service account: 1 to 253 lower-case letters, digits, - and ."),
    AUDIENCE("[A-Za-z0-9:/._-]{1,255}", "an audience such as sts.amazonaws.com"),
    EXTERNAL_ID("[\\w+=,.@:/-]{2,1224}", "2 to 1224 letters, digits and +=,.@:/_-");

    private final Pattern pattern;
    private final String expected;

    Shape(String pattern, String expected) {
        this.pattern = Pattern.compile(pattern);
        this.expected = expected;
    }

    String expected() {
        return expected;
    }

    boolean matches(@Nullable String text) {
        return text == null || pattern.matcher(text).matches();
    }

    /** Adds an error unless the text is null or of this shape. */
    void check(Violations violations, String field, @Nullable String text) {
        violations.check(matches(text), field, String.valueOf(text), expected);
    }
}
