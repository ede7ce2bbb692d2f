// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import io.autoscale.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

class RefreshingCredentialsTest {

    private static final AwsCredentials KEYS = AwsBasicCredentials.create("AKIDEXAMPLE", "fake");

    private final ManualTime time = new ManualTime();
    private final AtomicInteger loads = new AtomicInteger();
    private final ExecutorService threads = Executors.newFixedThreadPool(16);

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    @Test
    void concurrent_callers_cause_one_load_however_fast() throws Exception {
        for (int round = 0; round < 200; round++) {
            loads.set(0);
            RefreshingCredentials credentials = loading(() -> session(Duration.ofHours(1)));
            CyclicBarrier together = new CyclicBarrier(16);
            List<Future<AwsCredentials>> all = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                all.add(threads.submit(() -> {
                    together.await();
                    return credentials.resolve();
                }));
            }
            for (Future<AwsCredentials> one : all) {
                assertThat(one.get()).isEqualTo(KEYS);
            }
            assertThat(loads).as("round " + round).hasValue(1);
        }
    }

    @Test
    void credentials_that_nobody_has_used_since_they_were_due_have_no_end() {
        RefreshingCredentials credentials = loading(() -> session(Duration.ofHours(1)));
        assertThat(credentials.expiresAt()).isEmpty();
        assertThat(credentials.resolve()).isEqualTo(KEYS);
        assertThat(credentials.expiresAt()).contains(ManualTime.START.plus(Duration.ofHours(1)));
        time.advance(Duration.ofMinutes(58));
        assertThat(credentials.expiresAt()).as("only a use replaces them").isEmpty();
    }

    @Test
    void a_caller_interrupted_while_loading_fails_no_other() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        RefreshingCredentials credentials = loading(() -> {
            if (loads.get() == 1) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new ScalerException(Kind.UNAVAILABLE, "interrupted", e);
                }
            }
            return session(Duration.ofHours(1));
        });
        CompletableFuture<Throwable> leaderEnd = new CompletableFuture<>();
        Thread leader = new Thread(() -> {
            try {
                var unused = credentials.resolve();
            } catch (ScalerException e) {
                leaderEnd.complete(e);
            }
        });
        leader.start();
        await().until(() -> loads.get() == 1);
        Future<AwsCredentials> joiner = threads.submit(credentials::resolve);
        leader.interrupt();
        assertThat(leaderEnd.get()).isInstanceOf(ScalerException.class);
        assertThat(joiner.get()).isEqualTo(KEYS);
        assertThat(credentials.resolve()).isEqualTo(KEYS);
        assertThat(loads).hasValue(2);
        leader.join();
    }

    @Test
    void credentials_expired_on_arrival_fail_with_a_clock_hint_and_are_not_loaded_on_each_call() {
        RefreshingCredentials credentials = loading(() -> session(Duration.ofMinutes(-5)));
        for (int i = 0; i < 100; i++) {
            Kind kind = i == 0 ? Kind.AUTHENTICATION : Kind.NOT_SENT;
            assertThatThrownBy(credentials::resolve)
                    .isInstanceOfSatisfying(
                            ScalerException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                    .hasMessageContaining("the local clock shows");
        }
        assertThat(loads).hasValue(1);
    }

    private SessionLoader.Loaded session(Duration life) {
        return new SessionLoader.Loaded(KEYS, time.instant().plus(life));
    }

    private RefreshingCredentials loading(Supplier<SessionLoader.Loaded> load) {
        return new RefreshingCredentials(
                new SessionLoader() {
                    @Override
                    public SessionLoader.Loaded load() {
                        loads.incrementAndGet();
                        return load.get();
                    }

                    @Override
                    public void close() {}
                },
                time,
                threads,
                Duration.ofSeconds(10),
                0);
    }
}
