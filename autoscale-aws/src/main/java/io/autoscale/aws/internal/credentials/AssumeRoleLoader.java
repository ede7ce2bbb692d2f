// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.credentials;

import io.autoscale.auth.RoleToAssume;
import io.autoscale.aws.internal.call.LeasePool;
import io.autoscale.aws.internal.credentials.RefreshingCredentials.Loaded;
import io.autoscale.aws.trigger.AwsIdentity;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Assumes a role. If there is a web identity token, each load first tries the token, and the caller's own credentials if
 * STS refuses it.
 */
final class AssumeRoleLoader implements RefreshingCredentials.Loader {

    private final AwsIdentity.AssumedRole identity;
    private final LeasePool.Lease<CredentialsSource> caller;
    private final StsCalls sts;
    private final @Nullable WebIdentityLoader webIdentity;

    AssumeRoleLoader(
            AwsIdentity.AssumedRole identity,
            LeasePool.Lease<CredentialsSource> caller,
            StsCalls sts,
            @Nullable WebIdentityLoader webIdentity) {
        this.identity = identity;
        this.caller = caller;
        this.sts = sts;
        this.webIdentity = webIdentity;
    }

    @Override
    public Loaded load() {
        if (webIdentity == null) {
            return assume("");
        }
        try {
            return webIdentity.load();
        } catch (ScalerException e) {
            if (e.kind() != Kind.AUTHENTICATION) {
                throw e;
            }
            return assume(". Before that, " + e.getMessage());
        }
    }

    @Override
    public void close() {
        if (webIdentity != null) {
            webIdentity.close();
        }
        sts.close();
        caller.close();
    }

    private Loaded assume(String before) {
        // fails with the message of an earlier hop
        var unused = caller.get().resolve();
        RoleToAssume role = identity.role();
        try {
            return sts.assume(role);
        } catch (ScalerException e) {
            if (e.kind() != Kind.AUTHENTICATION) {
                throw e;
            }
            caller.get().refused();
            throw new ScalerException(
                    Kind.AUTHENTICATION,
                    "hop " + identity.hop() + ": " + e.getMessage() + ": " + sts.callerArn() + " may not assume "
                            + role.arn() + ". Allow sts:AssumeRole on it in the caller's policy, and the caller in "
                            + "the role's trust policy" + externalId(role) + before);
        }
    }

    private static String externalId(RoleToAssume role) {
        return role.externalId() == null
                ? "; no external id was sent, which some trust policies ask for"
                : "; the external id that was sent must be the one that the trust policy asks for";
    }
}
