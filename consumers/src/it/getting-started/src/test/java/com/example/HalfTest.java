// SPDX-License-Identifier: Apache-2.0
package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autoscale.strategy.StrategyInput;
import org.junit.jupiter.api.Test;

class HalfTest {

    @Test
    void ten_videos_need_five_jobs() {
        StrategyInput idle = StrategyInput.builder().backlog(10).build();
        assertEquals(5, VideoScaling.HALF.decide(idle).jobs());
    }

    @Test
    void running_jobs_are_subtracted() {
        StrategyInput busy = StrategyInput.builder().backlog(10).runningJobs(4).build();
        assertEquals(1, VideoScaling.HALF.decide(busy).jobs());
    }
}
