// SPDX-License-Identifier: Apache-2.0
package io.autoscale.auth;

/**
 * Reads secrets stored outside the cluster, such as those of AWS Secrets Manager ({@code awsSecretManager} of a trigger
 * authentication). Implementations are thread-safe. Every read may incur cost, so callers cache the results.
 */
@FunctionalInterface
public interface SecretStore {

    /**
     * Reads a secret. Blocks, but must limit the time itself.
     *
     * @param query identifies the secret
     * @param caller the credentials of the call
     * @return the text of the secret
     * @throws AuthenticationException if the secret is missing or the caller may not read it; the message names the
     *     secret but does not contain it
     */
    Secret read(SecretQuery query, Authentication caller);
}
