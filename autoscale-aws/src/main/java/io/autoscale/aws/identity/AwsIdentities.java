// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.identity;

import io.autoscale.auth.AuthParameters;
import io.autoscale.auth.Authentication;
import io.autoscale.auth.IdentityOwner;
import io.autoscale.auth.PodIdentity;
import io.autoscale.auth.Secret;
import io.autoscale.trigger.EnvironmentLookup;
import io.autoscale.trigger.TriggerMetadata;
import java.util.Optional;

/**
 * Finds the identity of a trigger, first match: pod identity, {@code identityOwner: operator}, parameters, metadata and
 * environment. Faults are noted in the metadata's list.
 */
public final class AwsIdentities {

    private static final String KEY_ID = "awsAccessKeyID";
    private static final String KEY_ID_FROM_ENV = KEY_ID + "FromEnv";
    private static final String SECRET_KEY = "awsSecretAccessKey";
    private static final String SECRET_KEY_FROM_ENV = SECRET_KEY + "FromEnv";
    private static final String ROLE = "awsRoleArn";
    private static final String OTHERWISE = ", or a pod identity, or identityOwner operator";
    private static final String ONE_PLACE = ", since a pair of keys comes from one place";
    private static final String NOT_YET = "no role: roles to assume are not supported in this version";

    private AwsIdentities() {}

    /**
     * Finds the identity.
     *
     * @param metadata the trigger's metadata; its identity keys are read here
     * @param authentication what the auth provider resolved
     * @param environment where {@code …FromEnv} is looked up, if it comes to that
     * @return the identity; the default chain, with a fault noted, when there is none
     */
    public static AwsIdentity of(
            TriggerMetadata metadata, Authentication authentication, EnvironmentLookup environment) {
        String owner = metadata.text("identityOwner").orElse("pod");
        if (!owner.equals("pod") && !owner.equals("operator")) {
            metadata.reject("identityOwner", owner, "pod or operator");
        }
        // known even where an earlier match leaves them unread: a variable that is not needed may be unset
        metadata.ignore(KEY_ID, KEY_ID_FROM_ENV, SECRET_KEY_FROM_ENV);
        AuthParameters parameters = authentication.parameters();
        PodIdentity podIdentity = authentication.podIdentity();
        if (podIdentity.provider() == PodIdentity.Provider.AWS) {
            return ofPodIdentity(metadata, podIdentity, parameters);
        }
        if (owner.equals("operator")) {
            return new AwsIdentity.DefaultChain();
        }
        if (parameter(parameters, ROLE).isPresent()) {
            metadata.reject(ROLE, ROLE, NOT_YET);
            return new AwsIdentity.DefaultChain();
        }
        return keys(metadata, parameters, environment);
    }

    private static AwsIdentity ofPodIdentity(
            TriggerMetadata metadata, PodIdentity podIdentity, AuthParameters parameters) {
        podIdentity.roleArn().ifPresent(role -> metadata.reject("podIdentity.roleArn", role, NOT_YET));
        if (podIdentity.owner() == IdentityOwner.WORKLOAD) {
            metadata.reject("podIdentity.identityOwner", "workload", NOT_YET);
        }
        if (parameter(parameters, ROLE).isPresent()) {
            metadata.reject(ROLE, ROLE, NOT_YET);
        }
        return new AwsIdentity.DefaultChain();
    }

    /** A pair comes whole from one place: an id with the key of another would only be refused by AWS. */
    private static AwsIdentity keys(
            TriggerMetadata metadata, AuthParameters parameters, EnvironmentLookup environment) {
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
        // a variable that is named but not set is a fault already
        boolean idGiven = idText.isPresent() || metadata.text(KEY_ID_FROM_ENV).isPresent();
        boolean keyGiven = metadata.text(SECRET_KEY_FROM_ENV).isPresent();
        if (idParameter.isPresent() && keyGiven && !idGiven) {
            metadata.addMissing(KEY_ID, "the metadata " + KEY_ID + " beside " + SECRET_KEY_FROM_ENV + ONE_PLACE);
        } else if (keyParameter.isPresent() && idGiven && !keyGiven) {
            metadata.addMissing(
                    SECRET_KEY_FROM_ENV, "the metadata " + SECRET_KEY_FROM_ENV + " beside " + KEY_ID + ONE_PLACE);
        } else {
            if (!idGiven && idParameter.isEmpty()) {
                metadata.addMissing(KEY_ID, "the parameter or metadata " + KEY_ID + OTHERWISE);
            }
            if (!keyGiven && keyParameter.isEmpty()) {
                metadata.addMissing(
                        SECRET_KEY,
                        "the parameter " + SECRET_KEY + " or the metadata " + SECRET_KEY_FROM_ENV + OTHERWISE);
            }
        }
        return new AwsIdentity.DefaultChain();
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

    private static Optional<Secret> parameter(AuthParameters parameters, String name) {
        return parameters.get(name).filter(secret -> !secret.reveal().isBlank());
    }
}
