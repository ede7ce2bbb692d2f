// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.identity;

import io.autoscale.auth.AuthParameters;
import io.autoscale.auth.Authentication;
import io.autoscale.auth.IdentityOwner;
import io.autoscale.auth.PodIdentity;
import io.autoscale.auth.Secret;
import io.autoscale.trigger.TriggerMetadata;
import java.util.Optional;

/**
 * Finds the identity of a trigger, first match: pod identity, {@code identityOwner: operator}, parameters, metadata and
 * environment. Faults are noted in the metadata's list.
 */
public final class AwsIdentities {

    private static final String KEY_ID = "awsAccessKeyID";
    private static final String SECRET_KEY = "awsSecretAccessKey";
    private static final String NOT_YET = "no role: roles to assume are not supported in this version";

    private AwsIdentities() {}

    /**
     * Finds the identity.
     *
     * @param metadata the trigger's metadata; its identity keys are read here
     * @param authentication what the auth provider resolved
     * @return the identity; the default chain, with a fault noted, when there is none
     */
    public static AwsIdentity of(TriggerMetadata metadata, Authentication authentication) {
        String owner = metadata.text("identityOwner").orElse("pod");
        Optional<String> metadataKeyId = metadata.textOrFromEnv(KEY_ID);
        Optional<String> metadataSecret = metadata.textOrFromEnv(SECRET_KEY);
        if (!owner.equals("pod") && !owner.equals("operator")) {
            metadata.reject("identityOwner", owner, "pod or operator");
        }
        PodIdentity podIdentity = authentication.podIdentity();
        if (podIdentity.provider() == PodIdentity.Provider.AWS) {
            return ofPodIdentity(metadata, authentication);
        }
        if (owner.equals("operator")) {
            return new AwsIdentity.DefaultChain();
        }
        AuthParameters parameters = authentication.parameters();
        if (parameters.get("awsRoleArn").isPresent()) {
            metadata.reject("awsRoleArn", "awsRoleArn", NOT_YET);
            return new AwsIdentity.DefaultChain();
        }
        return keys(
                metadata,
                parameters
                        .get(KEY_ID)
                        .or(() -> parameters.get("awsAccessKeyId"))
                        .map(Secret::reveal)
                        .or(() -> metadataKeyId),
                parameters.get(SECRET_KEY).or(() -> metadataSecret.map(Secret::of)),
                parameters.get("awsSessionToken"));
    }

    private static AwsIdentity ofPodIdentity(TriggerMetadata metadata, Authentication authentication) {
        PodIdentity podIdentity = authentication.podIdentity();
        podIdentity.roleArn().ifPresent(role -> metadata.reject("podIdentity.roleArn", role, NOT_YET));
        if (podIdentity.owner() == IdentityOwner.WORKLOAD) {
            metadata.reject("podIdentity.identityOwner", "workload", NOT_YET);
        }
        if (authentication.parameters().get("awsRoleArn").isPresent()) {
            metadata.reject("awsRoleArn", "awsRoleArn", NOT_YET);
        }
        return new AwsIdentity.DefaultChain();
    }

    private static AwsIdentity keys(
            TriggerMetadata metadata, Optional<String> keyId, Optional<Secret> secret, Optional<Secret> token) {
        if (keyId.isEmpty()) {
            metadata.addMissing(
                    KEY_ID, "the parameter or metadata " + KEY_ID + ", or a pod identity, or identityOwner operator");
        }
        if (secret.isEmpty()) {
            metadata.addMissing(
                    SECRET_KEY,
                    "the parameter " + SECRET_KEY + " or the metadata " + SECRET_KEY
                            + "FromEnv, or a pod identity, or identityOwner operator");
        }
        if (keyId.isEmpty() || secret.isEmpty()) {
            return new AwsIdentity.DefaultChain();
        }
        return new AwsIdentity.StaticKeys(keyId.get(), secret.get(), token.orElse(null));
    }
}
