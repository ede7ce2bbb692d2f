// SPDX-License-Identifier: Apache-2.0
package io.autoscale.auth;

/**
 * From an authentication reference and the workload it is for to parameters and a pod identity.
 *
 * <p>Called when a workload is registered, again while its sources cannot be built, when the version of its credentials
 * has changed, and after the event source has refused them; safe from any thread; may block on I/O, within a bound of
 * its own.
 */
@FunctionalInterface
public interface AuthProvider {

    /**
     * Resolves the credentials of one trigger.
     *
     * @param request for whom
     * @return what was found; never null, {@link Authentication#none()} for a trigger without a reference where the
     *     provider has no default
     * @throws AuthenticationException when the reference points to something that is missing or unreadable
     */
    Authentication resolve(AuthenticationRequest request);

    /**
     * A token that stays equal for as long as {@link #resolve} would give the same. The engine asks before every read,
     * and makes the source anew when the token has changed, so that a rotated secret is in use by the next round. No
     * I/O, and never a secret in the token's text. The same for ever unless overridden: such credentials are resolved
     * again only after the event source has refused them.
     *
     * @param request for whom
     * @return the token; never null
     * @throws AuthenticationException when the reference points to something that is known to be missing
     */
    default Object version(AuthenticationRequest request) {
        return "";
    }

    /**
     * The provider of an {@code Autoscaler} that is given none: a trigger is read with the program's own identity, unless
     * its metadata names keys. Fails for a trigger with a reference, since it has nowhere to look it up.
     */
    static AuthProvider ownIdentity() {
        return request -> {
            if (request.reference() != null) {
                throw new AuthenticationException(
                        "authenticationRef " + request.reference().name() + " of "
                                + request.namespace() + "/" + request.workload()
                                + " cannot be resolved: no AuthProvider was given to the Autoscaler");
            }
            return new Authentication(AuthParameters.none(), PodIdentity.ownByDefault());
        };
    }

    /**
     * A provider that gives every trigger the same.
     *
     * @param authentication what to give
     */
    static AuthProvider fixed(Authentication authentication) {
        return request -> authentication;
    }

    /**
     * A provider that signs every call with one pod identity, such as a role that the program assumes: {@code
     * AuthProvider.podIdentity(PodIdentity.aws().assuming(roleArn))}.
     *
     * @param identity the identity
     */
    static AuthProvider podIdentity(PodIdentity identity) {
        return fixed(new Authentication(AuthParameters.none(), identity));
    }
}
