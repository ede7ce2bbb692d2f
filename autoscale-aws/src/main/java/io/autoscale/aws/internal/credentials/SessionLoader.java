// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.credentials;

import io.autoscale.auth.RoleToAssume;
import io.autoscale.aws.internal.call.LeasePool;
import io.autoscale.aws.trigger.AwsIdentity;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** Loads the temporary credentials of a role. */
interface SessionLoader extends LeasePool.Closeable {

    Loaded load();

    record Loaded(AwsCredentials credentials, Instant expiresAt) {}

    /** Exchanges the token in a file for a role. The file is read at each exchange, since the cluster rotates it. */
    record ByToken(RoleToAssume role, Path tokenFile, StsCalls sts) implements SessionLoader {

        private static final long LONGEST_TOKEN = 20_000;

        @Override
        public Loaded load() {
            String token = token();
            try {
                return sts.assumeWithWebIdentity(role, token);
            } catch (ScalerException e) {
                if (e.kind() != Kind.AUTHENTICATION) {
                    throw e;
                }
                throw failure(e.getMessage() + ": the token in " + tokenFile + " was refused. Allow "
                        + "sts:AssumeRoleWithWebIdentity in the role's trust policy for the cluster's identity "
                        + "provider and this service account, and check that the token's audience is "
                        + "sts.amazonaws.com and that it has not expired");
            }
        }

        private String token() {
            try {
                if (Files.size(tokenFile) > LONGEST_TOKEN) {
                    throw failure(tokenFile + " is too long to be a web identity token");
                }
                String token =
                        Files.readString(tokenFile, StandardCharsets.UTF_8).trim();
                if (token.isEmpty()) {
                    throw failure(tokenFile + " holds no web identity token");
                }
                return token;
            } catch (IOException e) {
                throw new ScalerException(
                        Kind.AUTHENTICATION,
                        "the web identity token file " + tokenFile + " cannot be read: "
                                + e.getClass().getSimpleName(),
                        e);
            }
        }

        @Override
        public void close() {
            sts.close();
        }
    }

    /**
     * Assumes a role as its caller.
     *
     * @param byToken tried at each load before the caller's own credentials, which are used if STS refuses it; or null
     */
    record ByCaller(
            AwsIdentity.AssumedRole identity,
            LeasePool.Lease<CredentialsPool.Source> caller,
            StsCalls sts,
            @Nullable ByToken byToken)
            implements SessionLoader {

        @Override
        public Loaded load() {
            if (byToken == null) {
                return assume("");
            }
            try {
                return byToken.load();
            } catch (ScalerException e) {
                if (e.kind() != Kind.AUTHENTICATION) {
                    throw e;
                }
                return assume(". Before that, " + e.getMessage());
            }
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
                String externalId = role.externalId() == null
                        ? "no external id was sent, which some trust policies ask for"
                        : "the external id that was sent must be the one that the trust policy asks for";
                throw failure("hop " + identity.hop() + ": " + e.getMessage() + ": " + sts.callerArn()
                        + " may not assume " + role.arn() + ". Allow sts:AssumeRole on it in the caller's policy, and "
                        + "the caller in the role's trust policy; " + externalId + before);
            }
        }

        @Override
        public void close() {
            if (byToken != null) {
                byToken.close();
            }
            sts.close();
            caller.close();
        }
    }

    private static ScalerException failure(String message) {
        return new ScalerException(Kind.AUTHENTICATION, message);
    }
}
