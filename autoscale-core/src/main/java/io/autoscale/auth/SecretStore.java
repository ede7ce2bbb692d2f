// SPDX-License-Identifier: Apache-2.0
package io.autoscale.auth;

/**
 * Reads secrets that are kept outside the cluster, such as those of AWS Secrets Manager ({@code awsSecretManager} of a
 * trigger authentication). Safe from any thread; every read is a call that may cost money, so callers keep what they
 * got.
 */
@FunctionalInterface
public interface SecretStore {

    /**
     * Reads a secret. Blocks, within a bound of its own.
     *
     * @param query which secret
     * @param caller who asks: the credentials of the call
     * @return the text of the secret
     * @throws AuthenticationException when it is missing or the caller may not read it; the message names the secret
     *     and holds none
     */
    Secret read(SecretQuery query, Authentication caller);
}
