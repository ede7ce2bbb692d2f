// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.engine.TaskScheduler.Scheduled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualTimeTest {

    private final ManualTime time = new ManualTime();
    private final List<String> ran = new ArrayList<>();

    private Scheduled at(int seconds, String name) {
        return time.schedule(Duration.ofSeconds(seconds), () -> ran.add(name + "@" + elapsed()));
    }

    private long elapsed() {
        return Duration.between(ManualTime.START, time.instant()).toSeconds();
    }

    @Test
    void tasks_run_in_the_order_of_their_times_with_the_clock_at_each() {
        at(3, "c");
        at(1, "a");
        at(1, "b");
        at(9, "later");
        time.advance(Duration.ofSeconds(5));
        assertThat(ran).containsExactly("a@1", "b@1", "c@3");
        assertThat(elapsed()).isEqualTo(5);
        assertThat(time.pendingTasks()).isEqualTo(1);
    }

    @Test
    void a_task_may_schedule_another_that_falls_due_in_the_same_advance() {
        time.schedule(Duration.ofSeconds(1), () -> at(1, "second"));
        time.advance(Duration.ofSeconds(2));
        assertThat(ran).containsExactly("second@2");
    }

    @Test
    void a_canceled_task_does_not_run() {
        at(1, "a").cancel();
        time.advance(Duration.ofSeconds(2));
        assertThat(ran).isEmpty();
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void time_does_not_go_back() {
        assertThatThrownBy(() -> time.advance(Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
        time.advance(Duration.ofSeconds(5));
        time.advanceTo(ManualTime.START);
        assertThat(elapsed()).isEqualTo(5);
    }
}
