// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.doctor;

import io.autoscale.aws.doctor.Finding;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.client.AwsTarget;
import io.autoscale.aws.internal.credentials.CallerAnswer;
import io.autoscale.aws.trigger.AwsIdentity;
import io.autoscale.source.ScalerException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Asks STS for the name of an identity and of each role that it takes on, one after another. */
final class IdentityWalk {

    private final AwsClients clients;
    private final Deadline deadline;
    private final InstantSource clock;

    IdentityWalk(AwsClients clients, Deadline deadline, InstantSource clock) {
        this.clients = clients;
        this.deadline = deadline;
        this.clock = clock;
    }

    /** Adds what is found; says whether the last identity has credentials. */
    boolean walk(AwsTarget target, List<Finding> findings) {
        List<AwsIdentity> chain = chain(target.identity());
        AwsIdentity signer =
                chain.get(0) instanceof AwsIdentity.Own ? clients.credentials().own() : chain.get(0);
        findings.add(Findings.ok("identity", IdentityKinds.explain(chain, signer)));
        CallerAnswer before = ask(chain.get(0), target);
        int caller = findings.size();
        findings.add(
                before.failure() == null
                        ? Callers.named("caller", before, target)
                        : Findings.failed("caller", message(before), Callers.fix(signer, before.failure(), target)));
        findings.add(ClockCheck.finding(before, clock));
        // a role may be taken on with the token alone
        boolean goesOn = before.failure() == null || signer instanceof AwsIdentity.WebIdentity;
        for (int hop = 1; hop < chain.size(); hop++) {
            AwsIdentity.AssumedRole role = (AwsIdentity.AssumedRole) chain.get(hop);
            String step = "hop " + hop;
            if (!goesOn) {
                findings.add(Findings.skipped(
                        step,
                        "not tried: nobody is there to take on " + role.role().arn()));
                continue;
            }
            CallerAnswer answer = ask(role, target);
            goesOn = answer.failure() == null;
            findings.add(
                    answer.failure() == null
                            ? Callers.named(step, answer, target)
                            : Findings.failed(
                                    step,
                                    message(answer),
                                    Callers.fix(before.arn(), role.role(), answer.failure(), target)));
            if (goesOn && before.failure() != null && hop == 1) {
                findings.set(caller, unused(findings.get(caller)));
            }
            before = answer;
        }
        return before.failure() == null && goesOn;
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

    private static String message(CallerAnswer answer) {
        ScalerException failure = answer.failure();
        return failure == null ? "" : String.valueOf(failure.getMessage());
    }

    private static Finding unused(Finding failed) {
        return Findings.warning(
                failed.step(),
                failed.message() + "; the role after it was taken on with the token alone",
                failed.fix());
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
