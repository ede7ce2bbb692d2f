// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Tests deadlines with a manual clock, timer and threads. */
class BoundedCallTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Deque<Runnable> queue = new ArrayDeque<>();
    private final List<Timer> timers = new ArrayList<>();
    private Instant now = Instant.parse("2030-01-01T12:00:00Z");
    private int returns;
    private int calls;

    private final TaskScheduler scheduler = (delay, task) -> {
        Timer timer = new Timer(now.plus(delay), task);
        timers.add(timer);
        return () -> timers.remove(timer);
    };
    private final EngineContext context = new EngineContext(
            () -> now,
            scheduler,
            queue::add,
            queue::add,
            EngineLimits.DEFAULT,
            RoundTracing.NONE,
            new EventDispatcher(List.of()),
            new Deadlines(() -> now, scheduler));

    private CompletableFuture<String> start(Callable<String> call) {
        return BoundedCall.start(queue::add, call, () -> returns++, TIMEOUT, context);
    }

    private String answer() {
        calls++;
        return "answer";
    }

    @Test
    void the_timeout_of_a_call_starts_when_the_call_starts() {
        CompletableFuture<String> result = start(() -> {
            pass(9);
            return answer();
        });
        pass(9);
        queue.remove().run();
        assertThat(result).isCompletedWithValue("answer");
    }

    @Test
    void a_call_that_starts_late_and_hangs_fails_after_its_full_timeout() {
        CompletableFuture<String> result = start(() -> {
            pass(9);
            assertThat(timers).as("one timer for the deadline, which has moved").hasSize(1);
            pass(1);
            return answer();
        });
        pass(4);
        queue.remove().run();
        assertThat(result)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isExactlyInstanceOf(TimeoutException.class)
                .withMessage("timed out after 10000 ms");
        assertThat(returns).isEqualTo(1);
    }

    @Test
    void a_call_that_gets_no_thread_in_time_fails_and_never_starts() {
        CompletableFuture<String> result = start(this::answer);
        pass(10);
        Runnable late = queue.remove();
        queue.remove().run();
        assertThat(result)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(BoundedCall.NotStartedException.class)
                .withMessage("not started: no free thread within 10000 ms");
        late.run();
        assertThat(calls).isZero();
        assertThat(returns).isEqualTo(1);
    }

    @Test
    void a_clock_that_was_set_back_gives_no_more_time() {
        CompletableFuture<String> result = start(() -> {
            now = now.minusSeconds(3_600);
            timers.remove(0).task().run();
            return answer();
        });
        queue.remove().run();
        queue.remove().run();
        assertThat(result).isCompletedExceptionally();
    }

    private void pass(int seconds) {
        now = now.plusSeconds(seconds);
        for (Timer timer : List.copyOf(timers)) {
            if (!timer.at().isAfter(now)) {
                timers.remove(timer);
                timer.task().run();
            }
        }
    }

    private record Timer(Instant at, Runnable task) {}
}
