// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.Autoscaler;
import io.autoscale.spec.ScaledJob;
import io.autoscale.spring.test.AutoConfigureAutoscale;
import io.autoscale.spring.test.FakeTriggers;
import io.autoscale.testkit.InMemoryJobs;
import io.autoscale.testkit.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest
@AutoConfigureAutoscale
class VideoScalingTest {

    @Autowired
    private ManualTime time;

    @Autowired
    private FakeTriggers triggers;

    @Autowired
    private InMemoryJobs jobs;

    @Autowired
    private Autoscaler autoscaler;

    @Autowired
    private ScaledJob thumbnails;

    @Test
    void twelve_thumbnails_make_three_jobs() {
        triggers.of(thumbnails.triggers().get(0)).set(12);
        time.advance(Duration.ofSeconds(30));
        assertThat(jobs.created()).hasSize(3).allMatch(name -> name.startsWith("thumbnails-"));
        assertThat(autoscaler.registrations()).hasSize(2);
    }
}
