// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.doctor;

import io.autoscale.aws.internal.credentials.OwnIdentity;
import io.autoscale.aws.trigger.AwsIdentity;
import io.autoscale.source.ScalerException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;

/** Says which kind of identity is used, by the words people use for them, and why this one. */
final class IdentityKinds {

    private static final Set<String> GIVE_CREDENTIALS =
            Set.of("aws_access_key_id", "credential_process", "role_arn", "sso_session", "sso_start_url");

    private IdentityKinds() {}

    /** A kind of identity, and why the environment makes such a one the program's own. */
    private record Kind(String name, String reason) {}

    /** Explains the first identity of a chain and the roles after it; {@code own} is what the program's own one is. */
    static String explain(List<AwsIdentity> chain, AwsIdentity own) {
        AwsIdentity first = chain.get(0);
        boolean isOwn = first instanceof AwsIdentity.Own;
        String start = isOwn ? ofOwn(own) : "static: " + first.describe() + ", given with the trigger";
        if (chain.size() == 1) {
            return start + (isOwn ? "; no role is set for the trigger" : "");
        }
        String roles = chain.stream()
                .skip(1)
                .map(identity -> ((AwsIdentity.AssumedRole) identity).role().arn())
                .collect(Collectors.joining(" -> "));
        return "assumeRole: " + roles + ", from the authentication of the trigger; assumed by " + start;
    }

    private static String ofOwn(AwsIdentity own) {
        Kind kind = kind(own);
        return kind.name + ": " + (isDeclared(own) ? kind.reason : own.describe() + ", set with ownIdentity");
    }

    private static boolean isDeclared(AwsIdentity own) {
        try {
            return own.equals(OwnIdentity.declared());
        } catch (ScalerException e) {
            // partially configured, so the program has set the identity
            return false;
        }
    }

    private static Kind kind(AwsIdentity own) {
        if (own instanceof AwsIdentity.WebIdentity web) {
            return new Kind(
                    "irsa",
                    "AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN are set, for "
                            + web.role().arn() + " with the token in " + web.tokenFile());
        }
        if (own instanceof AwsIdentity.ContainerCredentials) {
            return OwnIdentity.isSet(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI)
                    ? new Kind("podIdentity", "AWS_CONTAINER_CREDENTIALS_FULL_URI is set, as EKS Pod Identity does")
                    : new Kind("container", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is set, as ECS does");
        }
        // the reason counts for what the environment declares: a default chain from here on
        boolean isChain = own instanceof AwsIdentity.DefaultChain;
        if (own instanceof AwsIdentity.StaticKeys || (isChain && OwnIdentity.hasKeys())) {
            return new Kind(
                    "static", "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are set, which come before all else");
        }
        if (own instanceof AwsIdentity.Profile || (isChain && hasProfile())) {
            return new Kind("profile", "the shared configuration files have credentials for it");
        }
        return new Kind(
                own instanceof AwsIdentity.AssumedRole ? "assumeRole" : "instance",
                "nothing is configured, so the role of the node is used, if it has one");
    }

    private static boolean hasProfile() {
        try {
            String name = ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow();
            return ProfileFile.defaultProfileFile()
                    .profile(name)
                    .filter(profile -> profile.properties().keySet().stream().anyMatch(GIVE_CREDENTIALS::contains))
                    .isPresent();
        } catch (RuntimeException e) {
            // files that cannot be read are there, and the SDK fails on them too
            return true;
        }
    }
}
