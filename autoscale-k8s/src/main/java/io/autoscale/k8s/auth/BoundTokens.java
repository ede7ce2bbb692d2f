// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.auth;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.autoscale.auth.AuthenticationException;
import io.autoscale.auth.Secret;
import io.autoscale.k8s.auth.RenewedSecret.Issued;
import io.autoscale.spec.KubernetesNames;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Service account tokens, requested when they are needed and renewed before they expire. */
final class BoundTokens {

    private static final Duration LIFE = Duration.ofHours(1);

    private final KubernetesClient client;
    private final InstantSource clock;
    private final Map<Account, RenewedSecret> tokens = Caffeine.newBuilder()
            .expireAfterAccess(LIFE)
            .<Account, RenewedSecret>build()
            .asMap();

    BoundTokens(KubernetesClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    String token(String namespace, String serviceAccount) {
        Account account = new Account(namespace, serviceAccount);
        return tokens.computeIfAbsent(account, wanted -> new RenewedSecret("token of " + wanted, clock))
                .get(() -> request(account))
                .reveal();
    }

    /** Returns a version that changes when a token was renewed or is due for renewal. */
    String version(String namespace, String serviceAccount) {
        RenewedSecret token = tokens.get(new Account(namespace, serviceAccount));
        return token == null ? "due" : token.version();
    }

    private Issued request(Account account) {
        Instant now = clock.instant();
        TokenRequest answer;
        try {
            answer = client.serviceAccounts()
                    .inNamespace(account.namespace())
                    .withName(account.name())
                    .tokenRequest(new TokenRequestBuilder()
                            .withNewSpec()
                            .withExpirationSeconds(LIFE.toSeconds())
                            .endSpec()
                            .build());
        } catch (KubernetesClientException e) {
            throw new AuthenticationException(
                    "no token of " + account + ": " + (e.getCode() > 0 ? "HTTP " + e.getCode() : "no response"), e);
        }
        TokenRequestStatus status = answer == null ? null : answer.getStatus();
        if (status == null || status.getToken() == null) {
            throw new AuthenticationException("no token of " + account + ": the service account does not exist");
        }
        Duration life = life(status.getExpirationTimestamp(), now);
        return new Issued(
                Secret.of(status.getToken()), now.plus(life.multipliedBy(4).dividedBy(5)), now.plus(life));
    }

    private static Duration life(@Nullable String end, Instant now) {
        try {
            return end == null
                    ? LIFE
                    : Duration.between(now, OffsetDateTime.parse(end).toInstant());
        } catch (DateTimeParseException e) {
            return LIFE;
        }
    }

    private record Account(String namespace, String name) {

        Account {
            if (!KubernetesNames.isName(namespace) || !KubernetesNames.isName(name)) {
                throw new AuthenticationException("no token of ServiceAccount '" + namespace + "/" + name
                        + "': not a valid Kubernetes object name");
            }
        }

        @Override
        public String toString() {
            return "ServiceAccount " + namespace + "/" + name;
        }
    }
}
