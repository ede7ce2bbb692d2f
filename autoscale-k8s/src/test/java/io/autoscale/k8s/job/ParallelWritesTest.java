// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.autoscale.plan.JobOutcome;
import io.autoscale.plan.JobOutcome.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParallelWritesTest {

    private final ParallelWrites writes = new ParallelWrites(4);
    private final ExecutorService callers = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        writes.close();
        callers.shutdownNow();
    }

    @Test
    void outcomes_come_in_the_order_of_the_items() {
        assertThat(writes.slowStart(names(50), ParallelWritesTest::created, name -> name))
                .extracting(JobOutcome::job)
                .containsExactlyElementsOf(names(50));
    }

    @Test
    void a_fatal_write_ends_the_batch_and_unstarted_writes_are_absent() {
        AtomicInteger tries = new AtomicInteger();
        List<JobOutcome> outcomes = writes.slowStart(
                names(100),
                name -> new WriteResult(
                        JobOutcome.of(name, Status.CREATE_FAILED, "quota"), tries.incrementAndGet() > 3),
                name -> name);
        assertThat(outcomes).hasSize(tries.get()).hasSizeBetween(4, 7);
    }

    @Test
    void a_small_plan_does_not_wait_for_all_writes_of_a_large_one() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        List<String> order = new CopyOnWriteArrayList<>();
        Function<String, WriteResult> slow = name -> {
            hold(release);
            order.add(name);
            return created(name);
        };
        Future<?> large = callers.submit(() -> writes.all(names(1000), slow, name -> name));
        await().until(() -> busy() == 4);
        Future<?> small = callers.submit(() -> writes.slowStart(List.of("small"), slow, name -> name));
        await().until(() -> callers.toString().contains("active threads = 2"));
        release.countDown();
        small.get(10, TimeUnit.SECONDS);
        large.get(10, TimeUnit.SECONDS);
        assertThat(order.indexOf("small")).isLessThan(500);
    }

    @Test
    void closing_releases_waiting_callers_and_reports_unknown_outcomes() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Future<List<JobOutcome>> waiting = callers.submit(() -> writes.slowStart(
                names(10),
                name -> {
                    hold(never);
                    return created(name);
                },
                name -> name));
        await().until(() -> busy() == 1);
        writes.close();
        assertThat(waiting.get(10, TimeUnit.SECONDS))
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.status()).isEqualTo(Status.CREATE_UNKNOWN));
    }

    @Test
    void an_interrupted_caller_gets_started_writes_and_stays_interrupted() {
        CountDownLatch never = new CountDownLatch(1);
        CompletableFuture<List<JobOutcome>> told = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            List<JobOutcome> outcomes = new ArrayList<>(writes.all(
                    names(10),
                    name -> {
                        hold(never);
                        return created(name);
                    },
                    name -> name));
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            told.complete(outcomes);
        });
        caller.start();
        await().until(() -> busy() == 4);
        caller.interrupt();
        assertThat(told.orTimeout(10, TimeUnit.SECONDS).join())
                .hasSizeBetween(1, 4)
                .allSatisfy(outcome -> assertThat(outcome.status()).isEqualTo(Status.DELETE_FAILED));
    }

    private static long busy() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("autoscale-jobs-"))
                .filter(thread -> thread.getValue().length > 0
                        && List.of(thread.getValue()).toString().contains("ParallelWritesTest"))
                .count();
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static WriteResult created(String name) {
        return WriteResult.of(JobOutcome.of(name, Status.CREATED));
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "job-" + i).toList();
    }
}
