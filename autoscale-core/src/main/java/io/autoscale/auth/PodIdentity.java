// SPDX-License-Identifier: Apache-2.0
package io.autoscale.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

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
        /** The program's own identity, where the trigger brings no credentials of its own. */
        OWN_BY_DEFAULT,
        /** AWS: IRSA, EKS Pod Identity, container or instance credentials, or a role to assume. */
        AWS
    }

    private static final PodIdentity NONE = new PodIdentity(Provider.NONE, IdentityOwner.CONTROLLER, List.of());
    private static final PodIdentity OWN_BY_DEFAULT =
            new PodIdentity(Provider.OWN_BY_DEFAULT, IdentityOwner.CONTROLLER, List.of());
    private static final PodIdentity AWS = new PodIdentity(Provider.AWS, IdentityOwner.CONTROLLER, List.of());

    private final Provider provider;
    private final IdentityOwner owner;
    private final List<RoleToAssume> roles;

    private PodIdentity(Provider provider, IdentityOwner owner, List<RoleToAssume> roles) {
        this.provider = provider;
        this.owner = owner;
        this.roles = List.copyOf(roles);
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
     * The program's own identity, whatever the platform calls so (on AWS: the default credentials chain), for a trigger
     * that brings no credentials of its own. Keys in the trigger's metadata come before it.
     */
    public static PodIdentity ownByDefault() {
        return OWN_BY_DEFAULT;
    }

    /** The controller's own AWS identity. */
    public static PodIdentity aws() {
        return AWS;
    }

    /**
     * The same identity, owned by another.
     *
     * @param newOwner whose identity it is
     */
    public PodIdentity ownedBy(IdentityOwner newOwner) {
        return new PodIdentity(provider, newOwner, roles);
    }

    /**
     * The same identity, which assumes a role; called again, the role that was assumed assumes the next one.
     *
     * @param roleArn the ARN of the role
     */
    public PodIdentity assuming(String roleArn) {
        return assuming(RoleToAssume.of(roleArn));
    }

    /**
     * The same identity, which assumes a role; called again, the role that was assumed assumes the next one.
     *
     * @param role the role, with its conditions
     */
    public PodIdentity assuming(RoleToAssume role) {
        List<RoleToAssume> longer = new ArrayList<>(roles);
        longer.add(Objects.requireNonNull(role, "role"));
        return new PodIdentity(provider, owner, longer);
    }

    /**
     * The same identity, with the external id that the trust policy of its last role asks for.
     *
     * @param externalId the external id
     * @throws IllegalStateException when no role is assumed
     */
    public PodIdentity withExternalId(String externalId) {
        Objects.requireNonNull(externalId, "externalId");
        if (roles.isEmpty()) {
            throw new IllegalStateException("an external id goes with a role: call assuming(roleArn) first");
        }
        List<RoleToAssume> changed = new ArrayList<>(roles);
        changed.add(changed.remove(changed.size() - 1).withExternalId(externalId));
        return new PodIdentity(provider, owner, changed);
    }

    /** The platform that gives the identity. */
    public Provider provider() {
        return provider;
    }

    /** Whose identity it is. */
    public IdentityOwner owner() {
        return owner;
    }

    /**
     * The roles to assume, each by the one before it and the first by the owner.
     *
     * @return an unmodifiable list; empty for the owner's own role
     */
    public List<RoleToAssume> roles() {
        return roles;
    }

    /**
     * The role that signs in the end.
     *
     * @return the ARN, or empty for the owner's own role
     */
    public Optional<String> roleArn() {
        return roles.isEmpty()
                ? Optional.empty()
                : Optional.of(roles.get(roles.size() - 1).arn());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PodIdentity that
                && provider == that.provider
                && owner == that.owner
                && roles.equals(that.roles);
    }

    @Override
    public int hashCode() {
        return Objects.hash(provider, owner, roles);
    }

    /** Returns provider, owner and the ARNs of the roles; external ids, which some treat as secrets, are left out. */
    @Override
    public String toString() {
        String chain = roles.stream().map(RoleToAssume::arn).collect(Collectors.joining(" -> "));
        return "PodIdentity[" + provider + ", " + owner + (chain.isEmpty() ? "" : ", " + chain) + "]";
    }
}
