// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GrowingPoolTest {

    private final GrowingPool pool = new GrowingPool(4, Thread::new);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() {
        release.countDown();
        pool.shutdownNow();
    }

    private void hang() {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void one_thread_serves_tasks_that_come_one_after_another() throws Exception {
        for (int i = 0; i < 50; i++) {
            CountDownLatch done = new CountDownLatch(1);
            pool.execute(done::countDown);
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
            while (pool.getActiveCount() > 0) {
                Thread.onSpinWait(); // the thread is on its way back
            }
        }
        assertThat(pool.getLargestPoolSize()).isEqualTo(1);
    }

    @Test
    void a_task_that_finds_every_thread_busy_gets_a_thread_of_its_own_up_to_the_bound() throws Exception {
        for (int i = 0; i < 3; i++) {
            pool.execute(this::hang);
        }
        CountDownLatch done = new CountDownLatch(1);
        pool.execute(done::countDown);
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(pool.getLargestPoolSize()).isLessThanOrEqualTo(4);
    }

    @Test
    void tasks_beyond_the_bound_wait_and_are_all_run() throws Exception {
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
        assertThat(pool.getLargestPoolSize()).isEqualTo(4);
    }

    @Test
    void a_closed_pool_refuses_tasks() {
        pool.shutdownNow();
        assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }
}
