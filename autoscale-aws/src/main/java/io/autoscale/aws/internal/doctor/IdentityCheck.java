// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.doctor;

import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.client.AwsTarget;
import io.autoscale.aws.internal.credentials.CredentialsPool.CallerAnswer;
import io.autoscale.aws.trigger.AwsIdentity;
import io.autoscale.source.ScalerException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Asks STS for the name of an identity and of each role that it assumes, one after another. */
final class IdentityCheck {

    private static final Duration CLOCK_WARNING = Duration.ofMinutes(1);
    private static final Duration CLOCK_FAILURE = Duration.ofMinutes(5);

    private final AwsClients clients;
    private final Deadline deadline;
    private final InstantSource clock;
    private final Findings findings;

    IdentityCheck(AwsClients clients, Deadline deadline, InstantSource clock, Findings findings) {
        this.clients = clients;
        this.deadline = deadline;
        this.clock = clock;
        this.findings = findings;
    }

    /** Adds findings; returns whether the last identity has credentials. */
    boolean check(AwsTarget target) {
        List<AwsIdentity> chain = chain(target.identity());
        AwsIdentity first =
                chain.get(0) instanceof AwsIdentity.Own ? clients.credentials().own() : chain.get(0);
        findings.ok("identity", IdentityKinds.explain(chain, first));
        CallerAnswer answer = ask(chain.get(0), target);
        if (answer.failure() == null) {
            addCaller("caller", answer, target);
        } else {
            findings.fail("caller", message(answer.failure()), Fixes.ofCaller(first, answer.failure(), target));
        }
        checkClock(answer);
        // a role may be assumed with the token alone
        boolean mayContinue = answer.failure() == null || first instanceof AwsIdentity.WebIdentity;
        for (int hop = 1; hop < chain.size(); hop++) {
            AwsIdentity.AssumedRole role = (AwsIdentity.AssumedRole) chain.get(hop);
            String step = "hop " + hop;
            if (!mayContinue) {
                findings.skip(
                        step,
                        "not tried: there are no credentials to assume "
                                + role.role().arn());
                continue;
            }
            CallerAnswer before = answer;
            answer = ask(role, target);
            mayContinue = answer.failure() == null;
            if (answer.failure() == null) {
                addCaller(step, answer, target);
                if (hop == 1 && before.failure() != null) {
                    findings.excuse("caller", "; the role after it was assumed with the token alone");
                }
            } else {
                findings.fail(
                        step,
                        message(answer.failure()),
                        Fixes.ofRole(before.arn(), role.role(), answer.failure(), target));
            }
        }
        return answer.failure() == null && mayContinue;
    }

    /** Adds the caller that STS reports, which must be in the partition of the region. */
    private void addCaller(String step, CallerAnswer answer, AwsTarget target) {
        String arn = String.valueOf(answer.arn());
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

    /** Compares the clock that signs with that of STS, which refuses requests that are a few minutes off. */
    private void checkClock(CallerAnswer answer) {
        if (answer.answeredAt() == null) {
            findings.skip("clock", "STS returned no time");
            return;
        }
        Duration ahead = Duration.between(answer.answeredAt(), clock.instant());
        Duration off = ahead.abs();
        String message = "the local clock is " + off.toSeconds() + " s " + (ahead.isNegative() ? "behind" : "ahead of")
                + " that of STS";
        String fix = "synchronize the clock, for example with NTP: AWS rejects signatures with a wrong time";
        if (off.compareTo(CLOCK_FAILURE) > 0) {
            findings.fail("clock", message, fix);
        } else if (off.compareTo(CLOCK_WARNING) > 0) {
            findings.warn("clock", message, fix);
        } else {
            findings.ok("clock", message);
        }
    }

    private CallerAnswer ask(AwsIdentity identity, AwsTarget target) {
        try {
            return deadline.within(
                    "asking STS for " + identity.describe(),
                    () -> clients.credentials().identify(identity, target.location()));
        } catch (ScalerException e) {
            return new CallerAnswer(null, null, e);
        }
    }

    private static String message(ScalerException failure) {
        return String.valueOf(failure.getMessage());
    }

    private static List<AwsIdentity> chain(AwsIdentity last) {
        List<AwsIdentity> chain = new ArrayList<>();
        AwsIdentity identity = last;
        while (identity instanceof AwsIdentity.AssumedRole role) {
            chain.add(role);
            identity = role.caller();
        }
        chain.add(identity);
        Collections.reverse(chain);
        return chain;
    }
}
