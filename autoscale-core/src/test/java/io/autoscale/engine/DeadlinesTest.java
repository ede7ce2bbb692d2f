// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

    private final List<Timer> timers = new ArrayList<>();
    private final List<String> expired = new ArrayList<>();
    private Instant now = Instant.parse("2030-01-01T12:00:00Z");
    private int scheduled;
    private boolean refuses;
    private final Deadlines deadlines = new Deadlines(() -> now, this::schedule);

    @Test
    void a_thousand_calls_that_return_in_time_need_one_scheduler_task() {
        for (int i = 0; i < 1_000; i++) {
            deadlines.cancel(add(10, "late"));
            pass(Duration.ofMillis(9));
        }
        assertThat(scheduled).isEqualTo(1);
        pass(Duration.ofSeconds(10));
        assertThat(expired).isEmpty();
        assertThat(timers).isEmpty();
    }

    @Test
    void each_deadline_expires_at_its_own_moment() {
        add(10, "ten");
        add(3, "three");
        add(20, "twenty");
        pass(Duration.ofSeconds(3));
        assertThat(expired).containsExactly("three");
        pass(Duration.ofMillis(6_999));
        assertThat(expired).containsExactly("three");
        pass(Duration.ofMillis(1));
        assertThat(expired).containsExactly("three", "ten");
        pass(Duration.ofSeconds(10));
        assertThat(expired).containsExactly("three", "ten", "twenty");
    }

    @Test
    void a_clock_that_is_set_back_gives_no_more_time() {
        add(10, "before");
        now = now.minusSeconds(3_600);
        timers.forEach(timer -> timer.at = timer.at.minusSeconds(3_600));
        add(5, "after");
        pass(Duration.ofSeconds(5));
        pass(Duration.ofSeconds(5));
        assertThat(expired).containsExactly("after", "before");
    }

    @Test
    void a_rejecting_scheduler_is_used_again_for_the_next_deadline() {
        refuses = true;
        assertThatThrownBy(() -> add(10, "refused")).isInstanceOf(RejectedExecutionException.class);
        refuses = false;
        add(10, "taken");
        pass(Duration.ofSeconds(10));
        assertThat(expired).containsExactly("taken");
    }

    @Test
    void a_rejected_deadline_does_not_affect_the_timer_of_others() {
        add(10, "ten");
        refuses = true;
        assertThatThrownBy(() -> add(5, "refused")).isInstanceOf(RejectedExecutionException.class);
        pass(Duration.ofSeconds(10));
        assertThat(expired).containsExactly("ten");
    }

    @Test
    void closing_expires_all_deadlines_and_rejects_new_ones() {
        add(10, "ten");
        add(60, "sixty");
        deadlines.close();
        assertThat(expired).containsExactly("ten", "sixty");
        assertThat(timers).isEmpty();
        assertThatThrownBy(() -> add(10, "later")).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void a_deadline_that_throws_does_not_prevent_others() {
        deadlines.in(Duration.ofSeconds(10), () -> {
            throw new IllegalStateException("thrown at a deadline of a test");
        });
        add(10, "ten");
        pass(Duration.ofSeconds(10));
        assertThat(expired).containsExactly("ten");
    }

    @Test
    void deadlines_expire_when_no_timer_can_be_scheduled() {
        add(10, "ten");
        add(20, "twenty");
        refuses = true;
        pass(Duration.ofSeconds(10));
        assertThat(expired).containsExactly("ten", "twenty");
    }

    private Deadlines.Deadline add(int seconds, String name) {
        return deadlines.in(Duration.ofSeconds(seconds), () -> expired.add(name));
    }

    private void pass(Duration time) {
        now = now.plus(time);
        boolean rang = true;
        while (rang) {
            rang = false;
            for (Timer timer : List.copyOf(timers)) {
                if (!timer.at.isAfter(now)) {
                    timers.remove(timer);
                    timer.task.run();
                    rang = true;
                }
            }
        }
    }

    private TaskScheduler.Scheduled schedule(Duration delay, Runnable task) {
        if (refuses) {
            throw new RejectedExecutionException("closed");
        }
        scheduled++;
        Timer timer = new Timer(now.plus(delay), task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    private static final class Timer {
        private Instant at;
        private final Runnable task;

        Timer(Instant at, Runnable task) {
            this.at = at;
            this.task = task;
        }
    }
}
