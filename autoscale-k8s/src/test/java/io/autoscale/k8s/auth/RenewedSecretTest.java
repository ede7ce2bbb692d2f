// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.autoscale.auth.AuthParameters;
import io.autoscale.auth.Authentication;
import io.autoscale.auth.AuthenticationException;
import io.autoscale.auth.PodIdentity;
import io.autoscale.auth.Secret;
import io.autoscale.auth.SecretQuery;
import io.autoscale.k8s.auth.RenewedSecret.Issued;
import io.autoscale.k8s.resource.ParameterSource.ExternalSecret;
import io.autoscale.testkit.ManualTime;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RenewedSecretTest {

    private final ManualTime time = new ManualTime();
    private final RenewedSecret secret = new RenewedSecret("token of reader", time);
    private final AtomicInteger renewals = new AtomicInteger();

    @Test
    void a_secret_is_read_once_until_renewal_is_due() {
        assertThat(get(this::renewed)).isEqualTo("1");
        Object version = secret.version();
        time.advance(Duration.ofMinutes(47));
        assertThat(get(this::renewed)).isEqualTo("1");
        assertThat(secret.version()).isEqualTo(version);
        time.advance(Duration.ofMinutes(1));
        assertThat(secret.version()).isNotEqualTo(version);
        assertThat(get(this::renewed)).isEqualTo("2");
        assertThat(secret.version()).isNotEqualTo(version).isNotEqualTo("due");
    }

    @Test
    void a_failed_renewal_keeps_the_secret_until_it_expires_and_is_retried_each_minute() {
        get(this::renewed);
        time.advance(Duration.ofMinutes(48));
        assertThat(get(this::failing)).isEqualTo("1");
        assertThat(secret.version()).isNotEqualTo("due");
        assertThat(get(this::failing)).isEqualTo("1");
        assertThat(renewals).hasValue(2);
        time.advance(Duration.ofMinutes(1));
        assertThat(secret.version()).isEqualTo("due");
        assertThat(get(this::failing)).isEqualTo("1");
        assertThat(renewals).hasValue(3);
        time.advance(Duration.ofMinutes(11));
        assertThatThrownBy(() -> get(this::failing)).hasMessage("not answered");
        assertThat(get(this::renewed)).isEqualTo("5");
    }

    @Test
    void a_hanging_renewal_does_not_block_use_of_the_current_secret() throws InterruptedException {
        get(this::renewed);
        time.advance(Duration.ofMinutes(48));
        CountDownLatch hanging = new CountDownLatch(1);
        Thread renewing = new Thread(() -> get(() -> {
            await().until(() -> hanging.getCount() == 0);
            return renewed();
        }));
        renewing.start();
        await().until(() -> renewing.getState() != Thread.State.NEW && renewing.getState() != Thread.State.RUNNABLE);
        assertThat(get(this::failing)).isEqualTo("1");
        hanging.countDown();
        renewing.join();
        assertThat(get(this::failing)).isEqualTo("2");
    }

    @Test
    void a_hanging_external_secret_does_not_delay_others() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        ExternalSecrets secrets = new ExternalSecrets(
                (query, caller) -> {
                    if (query.name().equals("hanging")) {
                        await().until(() -> release.getCount() == 0);
                    }
                    return Secret.of(query.name());
                },
                time);
        FutureTask<String> hanging = new FutureTask<>(() -> read(secrets, "hanging"));
        Thread reader = new Thread(hanging);
        reader.start();
        for (int i = 0; i < 500; i++) {
            assertThat(read(secrets, "other" + i)).isEqualTo("other" + i);
        }
        assertThat(hanging).isNotDone();
        release.countDown();
        assertThat(hanging.get()).isEqualTo("hanging");
    }

    private static String read(ExternalSecrets secrets, String name) {
        return secrets.read(
                new ExternalSecret("a", new SecretQuery(name, null, null, null), null),
                new Authentication(AuthParameters.none(), PodIdentity.aws()));
    }

    private String get(Supplier<Issued> renewal) {
        return secret.get(renewal).reveal();
    }

    private Issued renewed() {
        return new Issued(
                Secret.of(String.valueOf(renewals.incrementAndGet())),
                time.instant().plus(Duration.ofMinutes(48)),
                time.instant().plus(Duration.ofHours(1)));
    }

    private Issued failing() {
        renewals.incrementAndGet();
        throw new AuthenticationException("not answered");
    }
}
