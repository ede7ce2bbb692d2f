// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.credentials;

import io.autoscale.auth.RoleToAssume;
import io.autoscale.aws.trigger.AwsIdentity;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.core.SdkSystemSetting;

/**
 * The program's own identity according to the environment. The SDK's default chain ignores a web identity or container
 * that does not work and signs as the node; here the first identity that is configured is the one that is used.
 */
public final class OwnIdentity {

    private OwnIdentity() {}

    /** Reads the SDK's variables and system properties; fails if a web identity is partially configured. */
    public static AwsIdentity declared() {
        if (hasKeys()) {
            return new AwsIdentity.DefaultChain(); // tries keys first
        }
        Optional<String> tokenFile = text(SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE);
        if (tokenFile.isPresent()) {
            RoleToAssume role = text(SdkSystemSetting.AWS_ROLE_ARN)
                    .map(RoleToAssume::of)
                    .orElseThrow(() -> new ScalerException(
                            Kind.AUTHENTICATION,
                            "AWS_WEB_IDENTITY_TOKEN_FILE is set and AWS_ROLE_ARN is not: annotate the service account "
                                    + "with eks.amazonaws.com/role-arn"));
            return new AwsIdentity.WebIdentity(
                    text(SdkSystemSetting.AWS_ROLE_SESSION_NAME)
                            .map(role::withSessionName)
                            .orElse(role),
                    Path.of(tokenFile.get()));
        }
        return isSet(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI)
                        || isSet(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI)
                ? new AwsIdentity.ContainerCredentials()
                : new AwsIdentity.DefaultChain();
    }

    public static boolean hasKeys() {
        return isSet(SdkSystemSetting.AWS_ACCESS_KEY_ID) && isSet(SdkSystemSetting.AWS_SECRET_ACCESS_KEY);
    }

    public static boolean isSet(SdkSystemSetting setting) {
        return text(setting).isPresent();
    }

    private static Optional<String> text(SdkSystemSetting setting) {
        return setting.getStringValue().map(String::trim).filter(value -> !value.isEmpty());
    }
}
