// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.policy;

import io.autoscale.auth.RoleToAssume;
import io.autoscale.aws.internal.source.Grants;
import io.autoscale.aws.internal.source.TriggerType;
import io.autoscale.aws.internal.types.TriggerTypes;
import io.autoscale.aws.policy.PolicyDocument.Statement;
import io.autoscale.aws.trigger.AwsRegion;
import io.autoscale.trigger.EnvironmentLookup;
import io.autoscale.trigger.Trigger;
import io.autoscale.trigger.TriggerMetadata;
import io.autoscale.validation.Violations;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the policies with exactly the permissions that reading triggers requires. Makes no call. Immutable.
 *
 * <p>Required actions by trigger type:
 *
 * <ul>
 *   <li>{@code aws-sqs-queue}: sqs:GetQueueAttributes, and sqs:GetQueueUrl for a queue with a bare name;
 *   <li>{@code aws-cloudwatch}: cloudwatch:GetMetricData, for which IAM supports only the resource {@code *};
 *   <li>{@code aws-dynamodb}: dynamodb:Query on the table, or only on the index if there is one;
 *   <li>{@code aws-dynamodb-streams}: dynamodb:DescribeTable, and dynamodb:DescribeStream on all streams of the table;
 *   <li>{@code aws-kinesis-stream}: kinesis:DescribeStreamSummary.
 * </ul>
 *
 * <p>No KMS action is included, because message counts, metrics and descriptions are not encrypted with customer keys. If
 * a table is encrypted with a customer key, the key policy usually allows its use to everyone who may use the table. If it
 * does not, also allow kms:Decrypt on the key.
 *
 * <p>Arguments that are not valid throw an {@link io.autoscale.validation.InvalidConfigurationException} with every error,
 * by field, value and expectation.
 */
public final class IamPolicies {

    private static final Logger LOG = LoggerFactory.getLogger(IamPolicies.class);

    private final @Nullable String account;
    private final @Nullable String region;
    private final EnvironmentLookup environment;

    private IamPolicies(@Nullable String account, @Nullable String region, EnvironmentLookup environment) {
        Violations violations = new Violations();
        Shape.ACCOUNT.check(violations, "account", account);
        if (region != null) {
            violations.check(AwsRegion.isValid(region), "region", region, AwsRegion.EXPECTED);
        }
        violations.throwIfAny("IamPolicies");
        this.account = account;
        this.region = region;
        this.environment = environment;
    }

    /** Returns a maker of policies for triggers that name account and region, in a queue URL or an ARN. */
    public static IamPolicies create() {
        return new IamPolicies(null, null, EnvironmentLookup.none());
    }

    /**
     * Sets the account of triggers with a bare name.
     *
     * @param id the 12 digits of the account
     */
    public IamPolicies inAccount(String id) {
        return new IamPolicies(id, region, environment);
    }

    /**
     * Sets the region of triggers without {@code awsRegion}, whose region is a parameter of their authentication.
     *
     * @param name such as {@code eu-west-1}
     */
    public IamPolicies inRegion(String name) {
        return new IamPolicies(account, Objects.requireNonNull(name, "region"), environment);
    }

    /**
     * Sets the environment of triggers with {@code queueURLFromEnv}.
     *
     * @param variables the environment variables
     */
    public IamPolicies withEnvironment(EnvironmentLookup variables) {
        return new IamPolicies(account, region, Objects.requireNonNull(variables, "variables"));
    }

    /**
     * Returns the policy that reading the triggers requires. The triggers need all keys that their sources require.
     *
     * @param triggers at least one
     * @return the policy; a warning is logged if it exceeds {@link PolicyDocument#MANAGED_POLICY_LIMIT}
     */
    public PolicyDocument reading(Trigger... triggers) {
        Violations violations = new Violations();
        if (triggers.length == 0) {
            violations.addMissing("triggers", "at least one trigger");
        }
        List<Statement> statements = new ArrayList<>();
        for (int i = 0; i < triggers.length; i++) {
            String path = "triggers[" + i + "]";
            Trigger trigger = triggers[i];
            Optional<TriggerType<?>> type = TriggerTypes.find(trigger.type());
            if (type.isEmpty()) {
                violations.add(path + ".type", trigger.type(), "one of " + TriggerTypes.names());
                continue;
            }
            Grants grants = type.get().grants(TriggerMetadata.of(trigger, environment), region, account);
            grants.all().forEach(one -> statements.add(Statement.onResource(one.sid(), one.action(), one.resource())));
            grants.violations().forEach(violation -> violations.add(violation.under(path)));
        }
        violations.throwIfAny("IamPolicies");
        PolicyDocument policy = PolicyDocument.of(statements);
        int size = policy.countedCharacters();
        if (size > PolicyDocument.MANAGED_POLICY_LIMIT) {
            LOG.warn(
                    "the policy has {} characters and a managed policy at most {}: split the triggers among several",
                    size,
                    PolicyDocument.MANAGED_POLICY_LIMIT);
        }
        return policy;
    }

    /**
     * Returns the policy that a caller needs to assume roles. The roles must also trust the caller: see {@link
     * TrustPolicies#callers}.
     *
     * @param roles at least one
     * @return sts:AssumeRole on each role, and sts:TagSession on roles with tags
     */
    public static PolicyDocument assuming(RoleToAssume... roles) {
        Violations violations = new Violations();
        if (roles.length == 0) {
            violations.addMissing("roles", "at least one role");
        }
        List<Statement> statements = new ArrayList<>();
        for (int i = 0; i < roles.length; i++) {
            String arn = roles[i].arn();
            Shape.ROLE.check(violations, "roles[" + i + "].arn", arn);
            statements.add(Statement.onResource("AssumeRoles", "sts:AssumeRole", arn));
            if (!roles[i].tags().isEmpty()) {
                statements.add(Statement.onResource("TagSessions", "sts:TagSession", arn));
            }
        }
        violations.throwIfAny("IamPolicies");
        return PolicyDocument.of(statements);
    }
}
