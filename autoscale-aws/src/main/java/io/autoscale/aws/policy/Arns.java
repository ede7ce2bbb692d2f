// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.policy;

import java.util.regex.Pattern;

/** What parts of policies look like. Nothing with a wildcard or a policy variable passes, as it would allow more. */
final class Arns {

    static final String ROLE_EXPECTED = "the ARN of a role, such as arn:aws:iam::123456789012:role/queue-reader";
    static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]{0,20}:iam::\\d{12}:role/[\\w+=,.@/-]{1,575}");

    static final String CALLER_EXPECTED =
            "the ARN of a role or user, such as arn:aws:iam::123456789012:role/controller";
    static final Pattern CALLER = Pattern.compile("arn:aws[a-z-]{0,20}:iam::\\d{12}:(role|user)/[\\w+=,.@/-]{1,575}");

    static final String CLUSTER_EXPECTED =
            "the ARN of a cluster, such as arn:aws:eks:eu-west-1:123456789012:cluster/prod";
    static final Pattern CLUSTER =
            Pattern.compile("arn:aws[a-z-]{0,20}:eks:[a-z0-9-]{1,60}:\\d{12}:cluster/[0-9A-Za-z_-]{1,100}");

    static final String PROVIDER_EXPECTED = "the ARN of an OIDC provider, such as"
            + " arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABCDEF0123456789";
    static final Pattern PROVIDER =
            Pattern.compile("arn:(aws[a-z-]{0,20}):iam::\\d{12}:oidc-provider/([A-Za-z0-9._/-]{1,255})");

    static final String ISSUER_EXPECTED =
            "an https URL, such as https://oidc.eks.eu-west-1.amazonaws.com/id/ABCDEF0123456789";
    static final Pattern ISSUER = Pattern.compile("https://([A-Za-z0-9._/-]{1,255})");

    static final String NAMESPACE_EXPECTED = "the name of a namespace: 1 to 63 lower-case letters, digits and -";
    static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    static final String SERVICE_ACCOUNT_EXPECTED =
            "the name of a service account: 1 to 253 lower-case letters, digits, - and .";
    static final Pattern SERVICE_ACCOUNT = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

    static final String AUDIENCE_EXPECTED = "an audience such as sts.amazonaws.com";
    static final Pattern AUDIENCE = Pattern.compile("[A-Za-z0-9:/._-]{1,255}");

    static final String EXTERNAL_ID_EXPECTED = "2 to 1224 letters, digits and +=,.@:/_-";
    static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");

    private Arns() {}
}
