// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.auth;

import io.autoscale.auth.AuthenticationException;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Tokens of service accounts, asked for when they are needed and again before they end. */
final class BoundTokens {

    private static final long SECONDS = Duration.ofHours(1).toSeconds();

    private final KubernetesClient client;
    private final InstantSource clock;
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();

    BoundTokens(KubernetesClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    String token(String namespace, String serviceAccount) {
        return tokens.computeIfAbsent(namespace + "/" + serviceAccount, key -> new Token())
                .current(namespace, serviceAccount);
    }

    /** Changes when a token was renewed, or is due to be. */
    String version(String namespace, String serviceAccount) {
        Token token = tokens.get(namespace + "/" + serviceAccount);
        return token == null ? "due" : token.version();
    }

    private final class Token {

        private final ReentrantLock asking = new ReentrantLock();
        private volatile @Nullable Issued issued;

        String version() {
            Issued current = issued;
            return current == null || !clock.instant().isBefore(current.renewAt())
                    ? "due"
                    : current.renewAt().toString();
        }

        String current(String namespace, String serviceAccount) {
            asking.lock();
            try {
                Issued current = issued;
                if (current == null || !clock.instant().isBefore(current.renewAt())) {
                    current = ask(namespace, serviceAccount);
                    issued = current;
                }
                return current.text();
            } finally {
                asking.unlock();
            }
        }

        private Issued ask(String namespace, String serviceAccount) {
            Instant now = clock.instant();
            TokenRequest answer;
            try {
                answer = client.serviceAccounts()
                        .inNamespace(namespace)
                        .withName(serviceAccount)
                        .tokenRequest(new TokenRequestBuilder()
                                .withNewSpec()
                                .withExpirationSeconds(SECONDS)
                                .endSpec()
                                .build());
            } catch (KubernetesClientException e) {
                throw new AuthenticationException(
                        "no token for ServiceAccount " + namespace + "/" + serviceAccount + ": "
                                + (e.getCode() > 0 ? "answered " + e.getCode() : "not answered"),
                        e);
            }
            if (answer == null
                    || answer.getStatus() == null
                    || answer.getStatus().getToken() == null) {
                throw new AuthenticationException("no token for ServiceAccount " + namespace + "/" + serviceAccount
                        + ": the service account is not there");
            }
            String end = answer.getStatus().getExpirationTimestamp();
            Duration life = end == null
                    ? Duration.ofSeconds(SECONDS)
                    : Duration.between(now, OffsetDateTime.parse(end).toInstant());
            // a fifth of its life is left for those who renew it
            return new Issued(
                    answer.getStatus().getToken(), now.plus(life.multipliedBy(4).dividedBy(5)));
        }
    }

    /** A class and no record, so that it does not print. */
    private static final class Issued {

        private final String text;
        private final Instant renewAt;

        Issued(String text, Instant renewAt) {
            this.text = text;
            this.renewAt = renewAt;
        }

        String text() {
            return text;
        }

        Instant renewAt() {
            return renewAt;
        }
    }
}
