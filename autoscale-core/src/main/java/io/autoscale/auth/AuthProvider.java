// SPDX-License-Identifier: Apache-2.0
package io.autoscale.auth;

/**
 * Resolves the parameters and the pod identity for an authentication reference of a workload.
 *
 * <p>Called when a workload is registered, again while its sources cannot be created, when the version of its
 * credentials has changed, and after the event source has rejected them. Implementations are thread-safe. They may
 * block on I/O, but must limit the time themselves.
 */
@FunctionalInterface
public interface AuthProvider {

    /**
     * Resolves the credentials of one trigger.
     *
     * @param request the trigger's reference and workload
     * @return the credentials; never null. {@link Authentication#none()} for a trigger without a reference if the
     *     provider has no default
     * @throws AuthenticationException if the reference points to something missing or unreadable
     */
    Authentication resolve(AuthenticationRequest request);

    /**
     * Returns a version that stays equal as long as {@link #resolve} would return the same. The engine calls this
     * before every read and creates the source again if the version has changed. The next round therefore uses a
     * rotated secret. Does no I/O. The version's text must contain no secret. By default the version never changes;
     * credentials are then resolved again only after the event source has rejected them.
     *
     * @param request the trigger's reference and workload
     * @return the version; never null
     * @throws AuthenticationException if the reference points to something that is known to be missing
     */
    default Object version(AuthenticationRequest request) {
        return "";
    }

    /**
     * Returns the default provider of an {@code Autoscaler}. It uses the program's own identity, unless the trigger's
     * metadata contains keys. Fails for a trigger with a reference, because it cannot look it up.
     */
    static AuthProvider ownIdentity() {
        return request -> {
            if (request.reference() != null) {
                throw new AuthenticationException(
                        "authenticationRef " + request.reference().name() + " of "
                                + request.namespace() + "/" + request.workload()
                                + " cannot be resolved: the Autoscaler has no AuthProvider");
            }
            return new Authentication(AuthParameters.none(), PodIdentity.ownByDefault());
        };
    }

    /**
     * Returns a provider with the same credentials for every trigger.
     *
     * @param authentication the credentials
     */
    static AuthProvider fixed(Authentication authentication) {
        return request -> authentication;
    }

    /**
     * Returns a provider that signs every call with one pod identity, such as a role that the program assumes:
     * {@code AuthProvider.podIdentity(PodIdentity.aws().assuming(roleArn))}.
     *
     * @param identity the identity
     */
    static AuthProvider podIdentity(PodIdentity identity) {
        return fixed(new Authentication(AuthParameters.none(), identity));
    }
}
