// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.doctor;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.internal.client.AwsTarget;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import io.autoscale.source.ScalerSource;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the trigger once, and distinguishes an endpoint that does not exist from one that refuses. */
record ReadCheck(AwsService service, AwsTarget target, Findings findings) {

    /** How calls are named in messages, such as {@code DynamoDB Streams DescribeStream of orders}. */
    private static final Pattern CALL =
            Pattern.compile("(SQS|CloudWatch|DynamoDB|Kinesis)(?: Streams)? ([A-Z]\\w+) of ");

    private static final Pattern UNREACHED = Pattern.compile("failed: \\w+|timed out|took more than");
    private static final Pattern REFUSED_BY_POLICY =
            Pattern.compile("AccessDenied|NotAuthorized|Forbidden|returned 403");

    void skip() {
        findings.skip("endpoint", where() + " was not tried: there are no credentials to sign requests");
        findings.skip("read", "not tried: there are no credentials to sign requests");
    }

    void read(ScalerSource source, TriggerDoctor.Examination examination) {
        try {
            double value = examination.within("the read", source::sample).value();
            findings.ok("endpoint", where() + " is reachable");
            findings.ok("read", source.metric().name() + " is " + value);
        } catch (ScalerException e) {
            String message = String.valueOf(e.getMessage());
            if (e.kind() == Kind.UNAVAILABLE && UNREACHED.matcher(message).find()) {
                findings.fail("endpoint", where() + " cannot be reached: " + message, reach(message));
                findings.skip("read", "not tried: the endpoint cannot be reached");
            } else {
                findings.ok("endpoint", where() + " is reachable");
                findings.fail("read", message, fix(e.kind(), message));
            }
        }
    }

    private String where() {
        return target.location().endpoint() == null
                ? "the usual endpoint of " + service.title() + " in " + target.region()
                : String.valueOf(target.location().endpoint());
    }

    private static String reach(String message) {
        if (message.contains("UnknownHost")) {
            return "no such host: correct awsRegion or awsEndpoint, and look at the DNS of the cluster";
        }
        if (message.contains("SSL")) {
            return "the certificate is not trusted: look at the proxy, and at awsEndpoint's scheme and port";
        }
        return "make sure that the program can reach it: check network policies, the proxy, the VPC endpoint,"
                + " and the host and port of awsEndpoint";
    }

    private String fix(Kind kind, String message) {
        return switch (kind) {
            case AUTHENTICATION ->
                REFUSED_BY_POLICY.matcher(message).find()
                        ? "allow " + action(message) + " in the policy of the last caller above (IamPolicies makes it),"
                                + " and look for a policy of the resource, the organization or the VPC endpoint that"
                                + " denies it"
                        : "AWS does not accept the signature: look at the clock above, and give credentials that are"
                                + " valid in partition "
                                + target.location().region().partition();
            case NOT_FOUND -> "correct the name, the account or awsRegion: AWS has no such thing there";
            case NOT_SENT -> "raise the rate that is set, or wait";
            case THROTTLED -> "poll less often, or have the quota raised";
            case CONFIGURATION -> "correct the settings of the trigger: AWS does not take them";
            case UNAVAILABLE, BAD_DATA -> "try again; if it fails again, check the resource and the status of AWS";
        };
    }

    private String action(String message) {
        Matcher call = CALL.matcher(message);
        return call.find()
                ? call.group(1).toLowerCase(Locale.ROOT) + ":" + call.group(2)
                : "reading of " + service.title();
    }
}
