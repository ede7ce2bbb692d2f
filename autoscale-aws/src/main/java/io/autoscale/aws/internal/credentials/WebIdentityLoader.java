// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.credentials;

import io.autoscale.auth.RoleToAssume;
import io.autoscale.aws.internal.credentials.RefreshingCredentials.Loaded;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Exchanges the token in a file for a role. The file is read at each exchange, since the cluster rotates it. */
final class WebIdentityLoader implements RefreshingCredentials.Loader {

    private static final long LONGEST_TOKEN = 20_000;

    private final RoleToAssume role;
    private final Path tokenFile;
    private final StsCalls sts;

    WebIdentityLoader(RoleToAssume role, Path tokenFile, StsCalls sts) {
        this.role = role;
        this.tokenFile = tokenFile;
        this.sts = sts;
    }

    @Override
    public Loaded load() {
        String token = token();
        try {
            return sts.assumeWithWebIdentity(role, token);
        } catch (ScalerException e) {
            if (e.kind() != Kind.AUTHENTICATION) {
                throw e;
            }
            throw new ScalerException(
                    Kind.AUTHENTICATION,
                    e.getMessage() + ": the token in " + tokenFile + " was refused. Allow "
                            + "sts:AssumeRoleWithWebIdentity in the role's trust policy for the cluster's identity "
                            + "provider and this service account, and check that the token's audience is "
                            + "sts.amazonaws.com and that it has not expired");
        }
    }

    @Override
    public void close() {
        sts.close();
    }

    private String token() {
        try {
            if (Files.size(tokenFile) > LONGEST_TOKEN) {
                throw new ScalerException(Kind.AUTHENTICATION, tokenFile + " is too long to be a web identity token");
            }
            String token = Files.readString(tokenFile, StandardCharsets.UTF_8).trim();
            if (token.isEmpty()) {
                throw new ScalerException(Kind.AUTHENTICATION, tokenFile + " holds no web identity token");
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
}
