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
 * What the environment declares the program to be. The SDK's default chain passes a web identity or container that
 * does not work over in silence and signs as the node; here what is declared is what is used.
 */
public final class OwnIdentity {

    private OwnIdentity() {}

    /**
     * Reads variables and system properties, as the SDK names them.
     *
     * @return the identity; the default chain where keys are set, which come first there, or nothing is declared
     * @throws ScalerException when a web identity is declared by half
     */
    public static AwsIdentity declared() {
        if (text(SdkSystemSetting.AWS_ACCESS_KEY_ID).isPresent()
                && text(SdkSystemSetting.AWS_SECRET_ACCESS_KEY).isPresent()) {
            return new AwsIdentity.DefaultChain();
        }
        Optional<Path> tokenFile = tokenFile();
        if (tokenFile.isPresent()) {
            String role = text(SdkSystemSetting.AWS_ROLE_ARN)
                    .orElseThrow(() -> new ScalerException(
                            Kind.AUTHENTICATION,
                            "AWS_WEB_IDENTITY_TOKEN_FILE is set and AWS_ROLE_ARN is not: annotate the service account "
                                    + "with eks.amazonaws.com/role-arn"));
            RoleToAssume assumed = RoleToAssume.of(role);
            return new AwsIdentity.WebIdentity(
                    text(SdkSystemSetting.AWS_ROLE_SESSION_NAME)
                            .map(assumed::withSessionName)
                            .orElse(assumed),
                    tokenFile.get());
        }
        if (text(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI).isPresent()
                || text(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI).isPresent()) {
            return new AwsIdentity.ContainerCredentials();
        }
        return new AwsIdentity.DefaultChain();
    }

    /**
     * The file with a web identity token.
     *
     * @return empty where there is none
     */
    static Optional<Path> tokenFile() {
        return text(SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE).map(Path::of);
    }

    private static Optional<String> text(SdkSystemSetting setting) {
        return setting.getStringValue().map(String::trim).filter(value -> !value.isEmpty());
    }
}
