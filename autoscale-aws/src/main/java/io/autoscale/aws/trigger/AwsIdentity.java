// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.trigger;

import io.autoscale.auth.RoleToAssume;
import io.autoscale.auth.Secret;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The AWS identity that signs the calls of a trigger. Equal identities share credentials and clients. */
public sealed interface AwsIdentity {

    /**
     * The program's own identity, as set by {@code AwsSourcesBuilder.ownIdentity}. By default the environment decides:
     * keys, a web identity token (IRSA), the credentials of the container (EKS Pod Identity), then a profile or the
     * instance. If the first that is configured does not work, reads fail; the next one is not tried.
     */
    static AwsIdentity own() {
        return new Own();
    }

    /**
     * The role that this identity assumes.
     *
     * @param role the role
     */
    default AwsIdentity assuming(RoleToAssume role) {
        return new AssumedRole(this, role);
    }

    /** The identity, for messages; without a secret. */
    String describe();

    /** The program's own identity. */
    record Own() implements AwsIdentity {
        @Override
        public String describe() {
            return "the program's own identity";
        }
    }

    /** The first identity that the SDK's default credentials chain finds. */
    record DefaultChain() implements AwsIdentity {
        @Override
        public String describe() {
            return "the default credentials chain";
        }
    }

    /**
     * Access keys.
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
     * The role of a Kubernetes service account (IRSA).
     *
     * @param role the role
     * @param tokenFile the file with the token, which is read for each session since the cluster rotates it
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

    /** The identity from the container's credentials endpoint: EKS Pod Identity, or the task role of ECS. */
    record ContainerCredentials() implements AwsIdentity {
        @Override
        public String describe() {
            return "the container's credentials";
        }
    }

    /** The role of the node, from the instance metadata service. */
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
     * A role that another identity assumes. If the caller is the program's own identity and the pod has a web identity
     * token, the role is first requested with the token, and with the caller's credentials if the token is refused.
     *
     * @param caller the identity that assumes the role
     * @param role the role
     */
    record AssumedRole(AwsIdentity caller, RoleToAssume role) implements AwsIdentity {

        public AssumedRole {
            Objects.requireNonNull(caller, "caller");
            Objects.requireNonNull(role, "role");
        }

        /** The number of roles in the chain up to this one, at least 1. */
        public int hop() {
            return caller instanceof AssumedRole before ? before.hop() + 1 : 1;
        }

        @Override
        public String describe() {
            return "the role " + role.arn();
        }
    }
}
