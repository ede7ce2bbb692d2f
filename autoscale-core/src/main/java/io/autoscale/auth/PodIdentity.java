// SPDX-License-Identifier: Apache-2.0
package io.autoscale.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An identity provided by the platform instead of keys. Immutable. {@link #none()} represents no identity.
 *
 * <p>{@link Provider#AWS} without a role and with {@link IdentityOwner#CONTROLLER} is the controller's own identity (on
 * AWS: the default credentials chain).
 */
public final class PodIdentity {

    /** The platform that provides the identity. */
    public enum Provider {
        /** No pod identity: keys or other parameters are used. */
        NONE,
        /** The program's own identity, unless the trigger has credentials of its own. */
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
     * Returns the absence of a pod identity.
     *
     * @return the absent identity
     */
    public static PodIdentity none() {
        return NONE;
    }

    /**
     * Returns the program's own identity on any platform (on AWS: the default credentials chain), for a trigger without
     * credentials of its own. Keys in the trigger's metadata take precedence.
     */
    public static PodIdentity ownByDefault() {
        return OWN_BY_DEFAULT;
    }

    /** Returns the controller's own AWS identity. */
    public static PodIdentity aws() {
        return AWS;
    }

    /**
     * Returns a copy with another owner.
     *
     * @param newOwner the owner of the identity
     */
    public PodIdentity ownedBy(IdentityOwner newOwner) {
        return new PodIdentity(provider, newOwner, roles);
    }

    /**
     * Returns a copy that assumes a role. Further calls chain roles: the previous role assumes the next one.
     *
     * @param roleArn the ARN of the role
     */
    public PodIdentity assuming(String roleArn) {
        return assuming(RoleToAssume.of(roleArn));
    }

    /**
     * Returns a copy that assumes a role. Further calls chain roles: the previous role assumes the next one.
     *
     * @param role the role, with its conditions
     */
    public PodIdentity assuming(RoleToAssume role) {
        List<RoleToAssume> longer = new ArrayList<>(roles);
        longer.add(Objects.requireNonNull(role, "role"));
        return new PodIdentity(provider, owner, longer);
    }

    /**
     * Returns a copy with the external ID that the trust policy of its last role requires.
     *
     * @param externalId the external ID
     * @throws IllegalStateException if no role is assumed
     */
    public PodIdentity withExternalId(String externalId) {
        Objects.requireNonNull(externalId, "externalId");
        if (roles.isEmpty()) {
            throw new IllegalStateException("an external id requires a role: call assuming(roleArn) first");
        }
        List<RoleToAssume> changed = new ArrayList<>(roles);
        changed.add(changed.remove(changed.size() - 1).withExternalId(externalId));
        return new PodIdentity(provider, owner, changed);
    }

    /** The platform that provides the identity. */
    public Provider provider() {
        return provider;
    }

    /** The owner of the identity. */
    public IdentityOwner owner() {
        return owner;
    }

    /**
     * The roles to assume, in order. The owner assumes the first role; each role assumes the next.
     *
     * @return an unmodifiable list; empty for the owner's own role
     */
    public List<RoleToAssume> roles() {
        return roles;
    }

    /**
     * The last role, which signs the calls.
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

    /**
     * Returns the provider, the owner and the ARNs of the roles. External IDs are omitted because some users treat them
     * as secrets.
     */
    @Override
    public String toString() {
        String chain = roles.stream().map(RoleToAssume::arn).collect(Collectors.joining(" -> "));
        return "PodIdentity[" + provider + ", " + owner + (chain.isEmpty() ? "" : ", " + chain) + "]";
    }
}
