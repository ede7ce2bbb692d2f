// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GrowingPoolTest {

    private final GrowingPool pool = new GrowingPool(4, this::thread);
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger started = new AtomicInteger();

    @AfterEach
    void close() {
        release.countDown();
        pool.shutdownNow();
    }

    private Thread thread(Runnable task) {
        started.incrementAndGet();
        Thread thread = new Thread(task);
        thread.setUncaughtExceptionHandler((dying, thrown) -> {});
        return thread;
    }

    private void hang() {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void idle_threads_run_tasks_before_a_new_thread_starts() throws Exception {
        for (int i = 0; i < 50; i++) {
            CountDownLatch done = new CountDownLatch(1);
            pool.execute(done::countDown);
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
            while (pool.idleThreads() == 0) {
                Thread.onSpinWait(); // the thread is returning to the pool
            }
        }
        assertThat(pool.threads()).isEqualTo(1);
    }

    @Test
    void a_task_gets_a_new_thread_when_all_are_busy_up_to_the_limit() throws Exception {
        for (int i = 0; i < 3; i++) {
            pool.execute(this::hang);
        }
        CountDownLatch done = new CountDownLatch(1);
        pool.execute(done::countDown);
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(pool.threads()).isEqualTo(4);
    }

    @Test
    void tasks_beyond_the_limit_are_queued_and_all_run() throws Exception {
        for (int i = 0; i < 4; i++) {
            pool.execute(this::hang);
        }
        CountDownLatch done = new CountDownLatch(100);
        for (int i = 0; i < 100; i++) {
            pool.execute(done::countDown);
        }
        assertThat(done.getCount()).isEqualTo(100);
        release.countDown();
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(pool.threads()).isEqualTo(4);
    }

    @Test
    void a_task_that_throws_does_not_prevent_others() throws Exception {
        CountDownLatch done = new CountDownLatch(40);
        for (int i = 0; i < 40; i++) {
            pool.execute(() -> {
                done.countDown();
                throw new IllegalStateException("thrown by a task of a test");
            });
        }
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_leftover_interrupt_does_not_reach_the_next_task() throws Exception {
        CountDownLatch done = new CountDownLatch(20);
        for (int i = 0; i < 20; i++) {
            pool.execute(() -> {
                if (!Thread.currentThread().isInterrupted()) {
                    done.countDown();
                }
                Thread.currentThread().interrupt();
            });
        }
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void no_task_is_lost_while_threads_go_idle_and_end() throws Exception {
        GrowingPool hasty = new GrowingPool(1, Duration.ofNanos(1), this::thread);
        try {
            for (int i = 0; i < 20_000; i++) {
                CountDownLatch done = new CountDownLatch(1);
                hasty.execute(done::countDown);
                assertThat(done.await(10, TimeUnit.SECONDS)).as("task %d", i).isTrue();
            }
        } finally {
            hasty.shutdownNow();
        }
    }

    @Test
    void a_thread_survives_exceptions_of_its_tasks() throws Exception {
        GrowingPool single = new GrowingPool(1, this::thread);
        try {
            single.execute(() -> {
                throw new AssertionError("thrown by a task of a test");
            });
            CountDownLatch done = new CountDownLatch(1);
            single.execute(done::countDown);
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(started).hasValue(1);
        } finally {
            single.shutdownNow();
        }
    }

    @Test
    void a_pool_that_is_shut_down_finishes_its_accepted_tasks() throws Exception {
        GrowingPool single = new GrowingPool(1, this::thread);
        CountDownLatch done = new CountDownLatch(2);
        single.execute(this::hang);
        single.execute(done::countDown);
        single.execute(done::countDown);
        single.shutdown();
        release.countDown();
        assertThat(single.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(done.getCount()).isZero();
    }

    @Test
    void closing_interrupts_running_tasks_and_joins_all_threads() throws Exception {
        pool.execute(this::hang);
        pool.execute(() -> {});
        assertThat(pool.awaitTermination(1, TimeUnit.MILLISECONDS)).isFalse();
        pool.shutdownNow();
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(pool.threads()).isZero();
    }

    @Test
    void a_closed_pool_refuses_tasks() {
        pool.shutdownNow();
        assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }
}
