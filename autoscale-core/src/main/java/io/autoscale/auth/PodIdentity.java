// SPDX-License-Identifier: Apache-2.0
package io.autoscale.auth;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An identity given by the platform rather than by keys. Immutable; {@link #none()} where there is none.
 *
 * <p>For {@link Provider#AWS} without a role and with {@link IdentityOwner#CONTROLLER} it stands for the controller's
 * own identity (on AWS: the default credentials chain).
 */
public final class PodIdentity {

    /** The platform that gives the identity. */
    public enum Provider {
        /** No pod identity: keys or other parameters are used. */
        NONE,
        /** AWS: IRSA, EKS Pod Identity, container or instance credentials, or a role to assume. */
        AWS
    }

    private static final PodIdentity NONE = new PodIdentity(Provider.NONE, IdentityOwner.CONTROLLER, null, null);
    private static final PodIdentity AWS = new PodIdentity(Provider.AWS, IdentityOwner.CONTROLLER, null, null);

    private final Provider provider;
    private final IdentityOwner owner;
    private final @Nullable String roleArn;
    private final @Nullable String externalId;

    private PodIdentity(Provider provider, IdentityOwner owner, @Nullable String roleArn, @Nullable String externalId) {
        this.provider = provider;
        this.owner = owner;
        this.roleArn = roleArn;
        this.externalId = externalId;
    }

    /**
     * No pod identity.
     *
     * @return the absent identity
     */
    public static PodIdentity none() {
        return NONE;
    }

    /**
     * The controller's own AWS identity.
     *
     * @return the identity
     */
    public static PodIdentity aws() {
        return AWS;
    }

    /**
     * The same identity, owned by another.
     *
     * @param newOwner whose identity it is
     * @return the changed identity
     */
    public PodIdentity ownedBy(IdentityOwner newOwner) {
        return new PodIdentity(provider, newOwner, roleArn, externalId);
    }

    /**
     * The same identity, which assumes a role.
     *
     * @param newRoleArn the ARN of the role
     * @return the changed identity
     */
    public PodIdentity assuming(String newRoleArn) {
        return new PodIdentity(provider, owner, Objects.requireNonNull(newRoleArn, "roleArn"), externalId);
    }

    /**
     * The same identity, with the external id that the role's trust policy asks for.
     *
     * @param newExternalId the external id
     * @return the changed identity
     */
    public PodIdentity withExternalId(String newExternalId) {
        return new PodIdentity(provider, owner, roleArn, Objects.requireNonNull(newExternalId, "externalId"));
    }

    /**
     * The platform that gives the identity.
     *
     * @return the provider
     */
    public Provider provider() {
        return provider;
    }

    /**
     * Whose identity it is.
     *
     * @return the owner
     */
    public IdentityOwner owner() {
        return owner;
    }

    /**
     * The role to assume.
     *
     * @return the ARN, or empty for the owner's own role
     */
    public Optional<String> roleArn() {
        return Optional.ofNullable(roleArn);
    }

    /**
     * The external id to present when the role is assumed.
     *
     * @return the id, or empty
     */
    public Optional<String> externalId() {
        return Optional.ofNullable(externalId);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PodIdentity that
                && provider == that.provider
                && owner == that.owner
                && Objects.equals(roleArn, that.roleArn)
                && Objects.equals(externalId, that.externalId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(provider, owner, roleArn, externalId);
    }

    /** Returns provider, owner and role; the external id, which some treat as a secret, is left out. */
    @Override
    public String toString() {
        return "PodIdentity[" + provider + ", " + owner + (roleArn == null ? "" : ", " + roleArn) + "]";
    }
}
