// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.doctor;

import io.autoscale.auth.RoleToAssume;
import io.autoscale.aws.internal.client.AwsTarget;
import io.autoscale.aws.trigger.AwsIdentity;
import io.autoscale.source.ScalerException;
import org.jspecify.annotations.Nullable;

/** What to change when an identity has no credentials. */
final class Fixes {

    private Fixes() {}

    /** When the first identity has no credentials or no name. */
    static String ofCaller(AwsIdentity identity, ScalerException failure, AwsTarget target) {
        String message = String.valueOf(failure.getMessage());
        if (isUnreached(failure)) {
            return reach(target);
        }
        if (identity instanceof AwsIdentity.WebIdentity web) {
            return message.contains("ExpiredToken")
                    ? "the token in " + web.tokenFile() + " has expired: mount it as a projected volume, which the"
                            + " kubelet renews, and set the clock"
                    : "let the trust policy of " + web.role().arn()
                            + " name the cluster's OIDC provider and this service account (TrustPolicies.serviceAccount"
                            + " makes it), and let the token's audience be sts.amazonaws.com";
        }
        if (identity instanceof AwsIdentity.ContainerCredentials) {
            return "associate the service account with a role, whose trust policy names pods.eks.amazonaws.com"
                    + " (TrustPolicies.eksPodIdentity generates it), and restart the pod";
        }
        if (message.contains("SignatureDoesNotMatch")) {
            return "give the secret key that belongs to the access key id, and set the clock";
        }
        if (message.contains("InvalidClientTokenId") || message.contains("ExpiredToken")) {
            return "use keys that exist, are active and have not expired; temporary keys need their session token";
        }
        return "set keys, a web identity (IRSA), EKS Pod Identity, a profile or an instance role";
    }

    /** When a role cannot be assumed. */
    static String ofRole(@Nullable String caller, RoleToAssume role, ScalerException failure, AwsTarget target) {
        if (isUnreached(failure)) {
            return reach(target);
        }
        if (failure.kind() == ScalerException.Kind.CONFIGURATION) {
            return "correct session name, duration and tags of " + role.arn() + ": for a role that another role"
                    + " assumes, the limit is one hour; for every role, its own maximum session duration";
        }
        String who = caller == null ? "the caller" : principal(caller);
        String condition = role.externalId() == null
                ? " No external id was sent: where the trust policy asks for one, set it."
                : " An external id was sent: the trust policy's condition sts:ExternalId must name the same one.";
        String tags = role.tags().isEmpty() ? "" : " Tags were sent: allow sts:TagSession and sts:AssumeRole.";
        return "add {\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Resource\":\"" + role.arn()
                + "\"} to the policy of " + who + ", and {\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"" + who
                + "\"},\"Action\":\"sts:AssumeRole\"} to the trust policy of " + role.arn() + "." + condition + tags;
    }

    /** The role of a session, as policies name it; the path of the role is not in the ARN of a session. */
    static String principal(String arn) {
        return arn.replaceFirst("^(arn:[a-z-]+):sts::(\\d+):assumed-role/([^/]+)/.*$", "$1:iam::$2:role/$3");
    }

    private static boolean isUnreached(ScalerException failure) {
        return failure.kind() == ScalerException.Kind.UNAVAILABLE || failure.kind() == ScalerException.Kind.THROTTLED;
    }

    private static String reach(AwsTarget target) {
        return "make sure that the program can reach STS in " + target.region()
                + ": check awsRegion, network policies, the proxy and the VPC endpoint of sts, and try again";
    }
}
