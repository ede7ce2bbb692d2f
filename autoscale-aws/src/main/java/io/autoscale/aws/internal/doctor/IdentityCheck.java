// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.doctor;

import io.autoscale.auth.RoleToAssume;
import io.autoscale.aws.internal.client.AwsTarget;
import io.autoscale.aws.internal.credentials.CredentialsPool.CallerAnswer;
import io.autoscale.aws.trigger.AwsIdentity;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks STS for the name of an identity and of each role that it assumes, one after another. */
record IdentityCheck(AwsTarget target, TriggerDoctor.Examination examination, Findings findings) {

    /** Adds findings; returns whether the last identity has credentials. */
    boolean check() {
        List<AwsIdentity> chain = new ArrayList<>(List.of(target.identity()));
        while (chain.get(0) instanceof AwsIdentity.AssumedRole role) {
            chain.add(0, role.caller());
        }
        AwsIdentity first = chain.get(0) instanceof AwsIdentity.Own
                ? examination.clients().credentials().own()
                : chain.get(0);
        findings.ok("identity", IdentityKinds.explain(chain, first));
        CallerAnswer answer = ask("caller", chain.get(0), failure -> fixOfFirst(first, failure));
        checkClock(answer);
        for (int hop = 1; hop < chain.size(); hop++) {
            AwsIdentity.AssumedRole identity = (AwsIdentity.AssumedRole) chain.get(hop);
            RoleToAssume role = identity.role();
            String step = "hop " + hop;
            CallerAnswer before = answer;
            boolean byTokenAlone = hop == 1 && first instanceof AwsIdentity.WebIdentity;
            if (before.failure() != null && !byTokenAlone) {
                findings.skip(step, "not tried: there are no credentials to assume " + role.arn());
                continue;
            }
            answer = ask(step, identity, failure -> fixOfRole(before.arn(), role, failure));
            if (before.failure() != null && answer.failure() == null) {
                findings.excuse("caller", "; the role after it was assumed with the token alone");
            }
        }
        return answer.failure() == null;
    }

    /** Adds the caller that STS reports, or why it reports none. */
    private CallerAnswer ask(String step, AwsIdentity identity, Function<ScalerException, String> fix) {
        CallerAnswer answer = identify(identity);
        ScalerException failure = answer.failure();
        if (failure == null) {
            addCaller(step, String.valueOf(answer.arn()));
            return answer;
        }
        boolean isReached = failure.kind() != Kind.UNAVAILABLE && failure.kind() != Kind.THROTTLED;
        String reach = "make sure that the program can reach STS in " + target.region()
                + ": check awsRegion, network policies, the proxy and the VPC endpoint of sts, and try again";
        findings.fail(step, String.valueOf(failure.getMessage()), isReached ? fix.apply(failure) : reach);
        return answer;
    }

    private void addCaller(String step, String arn) {
        String partition = target.location().region().partition();
        if (arn.startsWith("arn:" + partition + ":")) {
            findings.ok(step, "STS reports " + arn);
        } else {
            findings.fail(
                    step,
                    "STS reports " + arn + ", which is not in partition " + partition + " of region " + target.region(),
                    "use an identity of partition " + partition + ", or another awsRegion");
        }
    }

    private CallerAnswer identify(AwsIdentity identity) {
        try {
            return examination.within(
                    "asking STS for " + identity.describe(),
                    () -> examination.clients().credentials().identify(identity, target.location()));
        } catch (ScalerException e) {
            return new CallerAnswer(null, null, e);
        }
    }

    /** Compares the clock that signs with that of STS, which refuses requests that are a few minutes off. */
    private void checkClock(CallerAnswer answer) {
        if (answer.answeredAt() == null) {
            findings.skip("clock", "STS returned no time");
            return;
        }
        Duration ahead =
                Duration.between(answer.answeredAt(), examination.clock().instant());
        Duration off = ahead.abs();
        String message = "the local clock is " + off.toSeconds() + " s " + (ahead.isNegative() ? "behind" : "ahead of")
                + " that of STS";
        String fix = "synchronize the clock, for example with NTP: AWS rejects signatures with a wrong time";
        if (off.compareTo(Duration.ofMinutes(5)) > 0) {
            findings.fail("clock", message, fix);
        } else if (off.compareTo(Duration.ofMinutes(1)) > 0) {
            findings.warn("clock", message, fix);
        } else {
            findings.ok("clock", message);
        }
    }

    private static String fixOfFirst(AwsIdentity identity, ScalerException failure) {
        String message = String.valueOf(failure.getMessage());
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

    private static String fixOfRole(@Nullable String caller, RoleToAssume role, ScalerException failure) {
        if (failure.kind() == Kind.CONFIGURATION) {
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
    private static String principal(String arn) {
        return arn.replaceFirst("^(arn:[a-z-]+):sts::(\\d+):assumed-role/([^/]+)/.*$", "$1:iam::$2:role/$3");
    }
}
