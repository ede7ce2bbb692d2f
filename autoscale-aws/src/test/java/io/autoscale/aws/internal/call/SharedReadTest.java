// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import io.autoscale.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedReadTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualTime time = new ManualTime();
    private final AtomicInteger reads = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() {
        release.countDown();
        threads.shutdownNow();
    }

    @Test
    void callers_during_a_read_get_its_result() throws Exception {
        SharedRead<Integer> shared = shared(Duration.ZERO, Duration.ofSeconds(20));
        List<Future<Integer>> asking = new ArrayList<>();
        asking.add(threads.submit(() -> shared.get(this::waitAndRead, null)));
        await().until(() -> reads.get() == 1);
        for (int i = 0; i < 8; i++) {
            asking.add(threads.submit(() -> shared.get(this::read, null)));
        }
        await().until(() -> threadsWaiting() == 8);
        release.countDown();
        for (Future<Integer> one : asking) {
            assertThat(one.get(10, TimeUnit.SECONDS)).isEqualTo(1);
        }
        assertThat(reads).hasValue(1);
    }

    @Test
    void a_read_is_shared_until_its_freshness_ends() {
        SharedRead<Integer> shared = shared(SECOND, SECOND);
        assertThat(shared.get(this::read, null)).isEqualTo(1);
        time.advance(Duration.ofMillis(999));
        assertThat(shared.get(this::read, null)).isEqualTo(1);
        time.advance(Duration.ofMillis(1));
        assertThat(shared.get(this::read, null)).isEqualTo(2);
    }

    @Test
    void no_caller_gets_the_same_read_twice() {
        SharedRead<Integer> shared = shared(SECOND, SECOND);
        int first = shared.get(this::read, null);
        assertThat(shared.get(this::read, time.instant().minusMillis(1))).isEqualTo(first);
        assertThat(shared.get(this::read, time.instant())).isEqualTo(first + 1);
    }

    @Test
    void the_age_of_a_read_counts_from_its_start() {
        SharedRead<Integer> shared = shared(SECOND, SECOND);
        assertThat(shared.get(
                        () -> {
                            time.advance(SECOND);
                            return read();
                        },
                        null))
                .isEqualTo(1);
        assertThat(shared.get(this::read, null)).isEqualTo(2);
    }

    @Test
    void without_freshness_each_sequential_call_reads_again() {
        SharedRead<Integer> shared = shared(Duration.ZERO, SECOND);
        assertThat(shared.get(this::read, null)).isEqualTo(1);
        assertThat(shared.get(this::read, null)).isEqualTo(2);
    }

    @Test
    void a_failure_is_shared_as_separate_exceptions_until_the_freshness_ends() {
        SharedRead<Integer> shared = shared(SECOND, SECOND);
        ScalerException original = new ScalerException(Kind.THROTTLED, "slow down", new IllegalStateException("why"));
        assertThatThrownBy(() -> shared.get(
                        () -> {
                            throw original;
                        },
                        null))
                .isSameAs(original);
        ScalerException copy = catchThrowableOfType(ScalerException.class, () -> shared.get(this::read, null));
        assertThat(copy).isNotSameAs(original).hasMessage("slow down").hasCause(original.getCause());
        assertThat(copy.kind()).isEqualTo(Kind.THROTTLED);
        assertThat(reads).hasValue(0);
        time.advance(SECOND);
        assertThat(shared.get(this::read, null)).isEqualTo(1);
    }

    @Test
    void an_unexpected_exception_is_unavailable_to_sharing_callers() {
        SharedRead<Integer> shared = shared(SECOND, SECOND);
        assertThatThrownBy(() -> shared.get(
                        () -> {
                            throw new IllegalStateException("a bug");
                        },
                        null))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> shared.get(this::read, null))
                .isInstanceOfSatisfying(
                        ScalerException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
                .hasRootCauseMessage("a bug");
    }

    @Test
    void an_interrupted_leader_leaves_no_failure_for_later_callers() throws Exception {
        SharedRead<Integer> shared = shared(Duration.ofHours(1), Duration.ofSeconds(20));
        AtomicReference<Thread> leader = new AtomicReference<>();
        Future<Integer> led = threads.submit(() -> {
            leader.set(Thread.currentThread());
            return shared.get(this::waitAndRead, null);
        });
        await().until(() -> reads.get() == 1);
        leader.get().interrupt();
        assertThatThrownBy(() -> led.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(ScalerException.class);
        assertThat(shared.get(this::read, null)).isEqualTo(2);
    }

    @Test
    void a_wait_beyond_the_timeout_fails_and_the_next_caller_reads_again() throws Exception {
        SharedRead<Integer> shared = shared(Duration.ofHours(1), Duration.ofMillis(50));
        Future<Integer> slow = threads.submit(() -> shared.get(this::waitAndRead, null));
        await().until(() -> reads.get() == 1);
        assertThatThrownBy(() -> shared.get(this::read, null))
                .isInstanceOfSatisfying(
                        ScalerException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
                .hasMessage("a shared read took more than 50 ms");
        assertThat(shared.get(this::read, null)).isEqualTo(2);
        release.countDown();
        assertThat(slow.get(10, TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(shared.get(this::read, null)).as("the newer read stays").isEqualTo(2);
    }

    @Test
    void an_interrupted_waiter_stays_interrupted_and_affects_no_other() throws Exception {
        SharedRead<Integer> shared = shared(Duration.ofHours(1), Duration.ofSeconds(20));
        Future<Integer> leader = threads.submit(() -> shared.get(this::waitAndRead, null));
        await().until(() -> reads.get() == 1);
        AtomicReference<Thread> joiner = new AtomicReference<>();
        Future<Boolean> joined = threads.submit(() -> {
            joiner.set(Thread.currentThread());
            assertThatThrownBy(() -> shared.get(this::read, null)).hasMessageContaining("interrupted");
            return Thread.interrupted();
        });
        await().until(() -> threadsWaiting() == 1);
        joiner.get().interrupt();
        assertThat(joined.get(10, TimeUnit.SECONDS)).isTrue();
        release.countDown();
        assertThat(leader.get(10, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(shared.get(this::read, null)).isEqualTo(1);
    }

    private SharedRead<Integer> shared(Duration freshness, Duration timeout) {
        return new SharedRead<>("a shared read", time, freshness, timeout);
    }

    private int read() {
        return reads.incrementAndGet();
    }

    private int waitAndRead() {
        reads.incrementAndGet();
        try {
            if (!release.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("was never released");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ScalerException(Kind.UNAVAILABLE, "interrupted", e);
        }
        return reads.get();
    }

    private static long threadsWaiting() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey().getState() == Thread.State.TIMED_WAITING)
                .filter(entry -> List.of(entry.getValue()).stream()
                        .anyMatch(frame -> frame.getClassName().equals(Waiting.class.getName())))
                .count();
    }
}
