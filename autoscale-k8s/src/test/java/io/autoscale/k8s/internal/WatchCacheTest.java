// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchCacheTest {

    private final ManualTime time = new ManualTime();
    private final WatchCache<String, FakeWatch> cache = new WatchCache<>(time);
    private final List<String> started = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();

    @Test
    void only_a_watch_unused_for_half_an_hour_is_closed() {
        use("used");
        use("unused");
        for (int minute = 0; minute < 31; minute++) {
            time.advance(Duration.ofMinutes(1));
            use("used");
        }
        use("another");
        assertThat(started).containsExactly("used", "unused", "another");
        assertThat(closed).containsExactly("unused");
    }

    @Test
    void a_removed_watch_is_closed_and_restarted_when_needed() {
        FakeWatch first = use("jobs");
        cache.remove(first);
        assertThat(closed).containsExactly("jobs");
        FakeWatch second = use("jobs");
        assertThat(second).isNotSameAs(first);
        cache.remove(first);
        assertThat(use("jobs")).isSameAs(second);
    }

    @Test
    void closing_closes_every_watch_and_opens_none() {
        use("a");
        use("b");
        cache.close();
        assertThat(closed).containsExactlyInAnyOrder("a", "b");
        assertThat(cache.get("a", FakeWatch::new)).isEmpty();
    }

    private FakeWatch use(String name) {
        return cache.get(name, FakeWatch::new).orElseThrow();
    }

    private final class FakeWatch implements WatchCache.Watch {
        private final String name;

        FakeWatch(String name) {
            this.name = name;
            started.add(name);
        }

        @Override
        public void close() {
            closed.add(name);
        }
    }
}
