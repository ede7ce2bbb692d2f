// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TurnTest {

    private final Turn turn = new Turn();

    @Test
    void a_tick_waits_for_a_pass_that_is_no_round_and_the_one_after_it_is_dropped() {
        turn.take(true);
        assertThat(turn.postpones()).isTrue();
        assertThat(turn.postpones()).isFalse();
        assertThat(turn.giveBack()).isTrue();
        assertThat(turn.wasAskedAgain()).isTrue();
        assertThat(turn.wasAskedAgain()).isFalse();
    }

    @Test
    void a_tick_does_not_wait_for_a_round() {
        turn.take(false);
        assertThat(turn.postpones()).isFalse();
        turn.callStarted();
        assertThat(turn.giveBack()).isFalse();
        assertThat(turn.isFree()).isFalse();
        assertThat(turn.giveBack()).isTrue();
        assertThat(turn.isFree()).isTrue();
    }
}
