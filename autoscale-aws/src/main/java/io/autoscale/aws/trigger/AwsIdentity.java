// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.trigger;

import io.autoscale.auth.RoleToAssume;
import io.autoscale.auth.Secret;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which AWS identity signs the calls of a trigger. Equal identities share their credentials and clients. */
public sealed interface AwsIdentity {

    /**
     * The program's own identity. What that is, is said where the sources are made; unless said otherwise it is what
     * the environment declares: keys, a web identity token (IRSA), a container's credentials (EKS Pod Identity), then
     * a profile or the instance. What is declared and does not work is an error, never passed over for the next.
     */
    static AwsIdentity own() {
        return new Own();
    }

    /**
     * The role that this identity takes on.
     *
     * @param role the role
     * @return the identity of the role
     */
    default AwsIdentity assuming(RoleToAssume role) {
        return new AssumedRole(this, role);
    }

    /**
     * Who this is, for messages.
     *
     * @return a phrase without a secret
     */
    String describe();

    /** The program's own identity. */
    record Own() implements AwsIdentity {
        @Override
        public String describe() {
            return "the program's own identity";
        }
    }

    /** What the SDK's default credentials chain finds first. */
    record DefaultChain() implements AwsIdentity {
        @Override
        public String describe() {
            return "the default credentials chain";
        }
    }

    /**
     * Keys.
     *
     * @param accessKeyId the id of the key, which is not a secret
     * @param secretAccessKey the key
     * @param sessionToken the token of temporary keys, or null
     */
    record StaticKeys(
            String accessKeyId,
            Secret secretAccessKey,
            @Nullable Secret sessionToken) implements AwsIdentity {

        private static final int SHOWN = 4;

        public StaticKeys {
            Objects.requireNonNull(accessKeyId, "accessKeyId");
            Objects.requireNonNull(secretAccessKey, "secretAccessKey");
        }

        @Override
        public String describe() {
            return "the access key ending in " + accessKeyId.substring(Math.max(0, accessKeyId.length() - SHOWN));
        }

        /** Returns the end of the key's id only. */
        @Override
        public String toString() {
            return "StaticKeys[" + describe() + "]";
        }
    }

    /**
     * A role of a Kubernetes service account (IRSA): the token in the file is exchanged for it.
     *
     * @param role the role
     * @param tokenFile the file with the token, read anew at each exchange, since the cluster rotates it
     */
    record WebIdentity(RoleToAssume role, Path tokenFile) implements AwsIdentity {

        public WebIdentity {
            Objects.requireNonNull(role, "role");
            Objects.requireNonNull(tokenFile, "tokenFile");
        }

        @Override
        public String describe() {
            return "the web identity for " + role.arn();
        }
    }

    /** What the container's credentials endpoint gives: EKS Pod Identity, or the task role of ECS. */
    record ContainerCredentials() implements AwsIdentity {
        @Override
        public String describe() {
            return "the container's credentials";
        }
    }

    /** What the instance's metadata service gives: the role of the node. */
    record InstanceProfile() implements AwsIdentity {
        @Override
        public String describe() {
            return "the instance profile";
        }
    }

    /**
     * A profile of the shared configuration files.
     *
     * @param name the profile
     */
    record Profile(String name) implements AwsIdentity {

        public Profile {
            Objects.requireNonNull(name, "name");
        }

        @Override
        public String describe() {
            return "the profile " + name;
        }
    }

    /**
     * A role that another identity takes on. Where that is the program's own and a web identity token is there, the
     * token is tried first, and the own identity when the token is refused.
     *
     * @param caller who takes it on
     * @param role the role
     */
    record AssumedRole(AwsIdentity caller, RoleToAssume role) implements AwsIdentity {

        public AssumedRole {
            Objects.requireNonNull(caller, "caller");
            Objects.requireNonNull(role, "role");
        }

        /**
         * How many roles are taken on one after another up to this one.
         *
         * @return at least 1
         */
        public int hop() {
            return caller instanceof AssumedRole before ? before.hop() + 1 : 1;
        }

        @Override
        public String describe() {
            return "the role " + role.arn();
        }
    }
}
