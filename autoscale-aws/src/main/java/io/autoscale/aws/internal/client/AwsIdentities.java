// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.client;

import io.autoscale.auth.AuthParameters;
import io.autoscale.auth.Authentication;
import io.autoscale.auth.IdentityOwner;
import io.autoscale.auth.PodIdentity;
import io.autoscale.auth.RoleToAssume;
import io.autoscale.auth.Secret;
import io.autoscale.aws.trigger.AwsIdentity;
import io.autoscale.aws.trigger.AwsRegion;
import io.autoscale.trigger.EnvironmentLookup;
import io.autoscale.trigger.TriggerMetadata;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the identity of a trigger, first match: pod identity, {@code identityOwner: operator}, parameters, metadata and
 * environment, and the program's own where the provider has it as the default. Errors are noted in the metadata's list.
 */
public final class AwsIdentities {

    public static final Pattern ROLE_ARN = Pattern.compile("arn:aws[a-z-]{0,20}:iam::\\d{12}:role/[\\w+=,.@/-]{1,575}");
    public static final String ROLE_ARN_EXPECTED =
            "the ARN of a role, such as arn:aws:iam::123456789012:role/queue-reader";

    private static final String KEY_ID = "awsAccessKeyID";
    private static final String KEY_ID_FROM_ENV = KEY_ID + "FromEnv";
    private static final String SECRET_KEY = "awsSecretAccessKey";
    private static final String SECRET_KEY_FROM_ENV = SECRET_KEY + "FromEnv";
    private static final String ROLE = "awsRoleArn";
    private static final String OTHERWISE = ", or a pod identity, or identityOwner operator";
    private static final String ONE_PLACE = ", because both keys must come from the same source";

    private AwsIdentities() {}

    /** Finds the identity; the program's own, with an error added to the metadata's list, when there is none. */
    public static AwsIdentity of(
            TriggerMetadata metadata, Authentication authentication, EnvironmentLookup environment, AwsRegion region) {
        String owner = metadata.text("identityOwner").orElse("pod");
        if (!owner.equals("pod") && !owner.equals("operator")) {
            metadata.reject("identityOwner", owner, "pod or operator");
            owner = "operator"; // without it, keys would be missing too
        }
        // known even where an earlier match leaves them unread: a variable that is not needed may be unset
        metadata.markKnown(KEY_ID, KEY_ID_FROM_ENV, SECRET_KEY_FROM_ENV);
        AuthParameters parameters = authentication.parameters();
        PodIdentity podIdentity = authentication.podIdentity();
        if (podIdentity.provider() == PodIdentity.Provider.AWS) {
            return ofPodIdentity(metadata, podIdentity, parameters, region);
        }
        if (owner.equals("operator")) {
            return AwsIdentity.own();
        }
        boolean ownByDefault = podIdentity.provider() == PodIdentity.Provider.OWN_BY_DEFAULT;
        return parameterRole(metadata, parameters, region)
                .orElseGet(() -> keys(metadata, parameters, environment, ownByDefault));
    }

    private static AwsIdentity ofPodIdentity(
            TriggerMetadata metadata, PodIdentity podIdentity, AuthParameters parameters, AwsRegion region) {
        if (podIdentity.roles().isEmpty()) {
            if (podIdentity.owner() == IdentityOwner.WORKLOAD) {
                metadata.addMissing(
                        "podIdentity.roleArn",
                        "the role of the workload's service account (annotation eks.amazonaws.com/role-arn)");
                return AwsIdentity.own();
            }
            return parameterRole(metadata, parameters, region).orElseGet(AwsIdentity::own);
        }
        AwsIdentity identity = AwsIdentity.own();
        for (RoleToAssume role : podIdentity.roles()) {
            check(metadata, role, identity, region);
            identity = identity.assuming(role);
        }
        return identity;
    }

    private static Optional<AwsIdentity> parameterRole(
            TriggerMetadata metadata, AuthParameters parameters, AwsRegion region) {
        return parameter(parameters, ROLE).map(secret -> {
            String arn = secret.reveal().trim();
            if (!ROLE_ARN.matcher(arn).matches()) {
                // a parameter may be any secret by mistake, so that it shows its mask only
                metadata.reject(ROLE, secret.toString(), ROLE_ARN_EXPECTED);
                return AwsIdentity.own();
            }
            RoleToAssume role = RoleToAssume.of(arn);
            check(metadata, role, AwsIdentity.own(), region);
            return AwsIdentity.own().assuming(role);
        });
    }

    private static void check(TriggerMetadata metadata, RoleToAssume role, AwsIdentity caller, AwsRegion region) {
        if (!ROLE_ARN.matcher(role.arn()).matches()) {
            metadata.reject("podIdentity.roleArn", role.arn(), ROLE_ARN_EXPECTED);
        } else if (AwsRegion.isValid(region.name()) && !role.arn().startsWith("arn:" + region.partition() + ":")) {
            metadata.reject(
                    "podIdentity.roleArn",
                    role.arn(),
                    "a role of partition " + region.partition() + ", the partition of region " + region.name());
        }
        String session = role.sessionName();
        if (session != null && !session.matches("[\\w+=,.@-]{2,64}")) {
            metadata.reject("podIdentity.sessionName", session, "2 to 64 letters, digits and _+=,.@-");
        }
        Duration duration = role.duration();
        boolean chained = caller instanceof AwsIdentity.AssumedRole;
        Duration longest = Duration.ofHours(chained ? 1 : 12);
        if (duration != null && (duration.toMinutes() < 15 || duration.compareTo(longest) > 0)) {
            metadata.reject(
                    "podIdentity.duration",
                    duration.toString(),
                    "PT15M to " + longest + (chained ? ", the bound of a role that another role assumes" : ""));
        }
    }

    /** A pair comes whole from one place: an id with the key of another would only be refused by AWS. */
    private static AwsIdentity keys(
            TriggerMetadata metadata, AuthParameters parameters, EnvironmentLookup environment, boolean ownByDefault) {
        Optional<Secret> idParameter = parameter(parameters, KEY_ID).or(() -> parameter(parameters, "awsAccessKeyId"));
        Optional<Secret> keyParameter = parameter(parameters, SECRET_KEY);
        if (idParameter.isPresent() && keyParameter.isPresent()) {
            return new AwsIdentity.StaticKeys(
                    idParameter.get().reveal(),
                    keyParameter.get(),
                    parameter(parameters, "awsSessionToken").orElse(null));
        }
        Optional<String> idText = metadata.textOrFromEnv(KEY_ID);
        Optional<String> keyText = variable(metadata, environment);
        if (idText.isPresent() && keyText.isPresent()) {
            return new AwsIdentity.StaticKeys(idText.get(), Secret.of(keyText.get()), null);
        }
        // a variable that is named but not set is an error already
        boolean idGiven = idText.isPresent() || metadata.text(KEY_ID_FROM_ENV).isPresent();
        boolean keyGiven = metadata.text(SECRET_KEY_FROM_ENV).isPresent();
        boolean hasId = idGiven || idParameter.isPresent();
        boolean hasKey = keyGiven || keyParameter.isPresent();
        if (!hasId && !hasKey) {
            if (!ownByDefault) {
                metadata.addMissing(
                        KEY_ID, "the parameters " + KEY_ID + " and " + SECRET_KEY + " or such metadata" + OTHERWISE);
            }
        } else if (!hasId) {
            metadata.addMissing(KEY_ID, "the parameter or metadata " + KEY_ID + OTHERWISE);
        } else if (!hasKey) {
            metadata.addMissing(
                    SECRET_KEY, "the parameter " + SECRET_KEY + " or the metadata " + SECRET_KEY_FROM_ENV + OTHERWISE);
        } else if (!idGiven) { // both are there, but from two places
            metadata.addMissing(KEY_ID, "the metadata " + KEY_ID + " with " + SECRET_KEY_FROM_ENV + ONE_PLACE);
        } else if (!keyGiven) {
            metadata.addMissing(
                    SECRET_KEY_FROM_ENV, "the metadata " + SECRET_KEY_FROM_ENV + " with " + KEY_ID + ONE_PLACE);
        }
        return AwsIdentity.own();
    }

    /** The secret key never stands in the metadata itself, only the name of a variable does. */
    private static Optional<String> variable(TriggerMetadata metadata, EnvironmentLookup environment) {
        Optional<String> name = metadata.text(SECRET_KEY_FROM_ENV);
        Optional<String> value = name.flatMap(environment::get).filter(text -> !text.isBlank());
        if (name.isPresent() && value.isEmpty()) {
            metadata.reject(
                    SECRET_KEY_FROM_ENV,
                    name.get(),
                    "the name of an environment variable that the source container sets");
        }
        return value;
    }

    /** A parameter; a blank one counts as absent. */
    static Optional<Secret> parameter(AuthParameters parameters, String name) {
        return parameters.get(name).filter(secret -> !secret.reveal().isBlank());
    }
}
