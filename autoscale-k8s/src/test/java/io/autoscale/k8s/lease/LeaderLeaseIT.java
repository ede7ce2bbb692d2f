// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.autoscale.k8s.server.FaultProxy;
import io.autoscale.k8s.server.FaultProxy.Fault;
import io.autoscale.k8s.server.TestCluster;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaderLeaseIT {

    private static final Duration DURATION = Duration.ofSeconds(2);

    private final TestCluster cluster = new TestCluster();
    private final List<LeaderLease> leases = new ArrayList<>();
    private final AtomicInteger changes = new AtomicInteger();
    /** How far the clock of the replicas is ahead, in nanoseconds. */
    private final AtomicLong time = new AtomicLong();

    @AfterEach
    void stop() {
        cluster.proxy().faults(request -> Fault.NONE);
        leases.forEach(LeaderLease::close);
        cluster.close();
    }

    @Test
    void one_replica_holds_the_lease_and_another_takes_it_when_it_is_released() {
        LeaderLease first = replica("first");
        soon().until(first::isHeld);
        LeaderLease second = replica("second");
        soon().until(() -> lease().get().getSpec().getHolderIdentity().equals("first"));
        assertThat(second.isHeld()).isFalse();
        first.close();
        assertThat(first.isHeld()).isFalse();
        soon().until(second::isHeld);
        assertThat(changes).hasValueGreaterThanOrEqualTo(3);
    }

    @Test
    void closing_releases_the_lease_so_that_nobody_has_to_wait_for_its_end() {
        LeaderLease only = replica("only");
        soon().until(only::isHeld);
        only.close();
        assertThat(lease().get().getSpec().getHolderIdentity()).isEmpty();
    }

    @Test
    void a_partitioned_leader_stops_before_another_can_lead_and_leads_again_later() {
        LeaderLease only = replica("only");
        soon().until(only::isHeld);
        String renewed = renewTime();
        soon().until(() -> !renewTime().equals(renewed)); // it has just been renewed
        long since = System.nanoTime();
        cluster.proxy().faults(request -> Fault.CUT_BEFORE);
        soon().until(() -> !only.isHeld());
        assertThat(Duration.ofNanos(System.nanoTime() - since))
                .as("by its own clock, earlier than the lease ends")
                .isLessThan(DURATION);
        cluster.proxy().faults(request -> Fault.NONE);
        soon().until(only::isHeld);
    }

    /** As a process that is suspended while it renews its lease, and sees the answer only much later. */
    @Test
    void a_renewal_counts_from_when_it_was_sent() {
        LeaderLease slow = replica("slow");
        soon().until(slow::isHeld);
        cluster.proxy()
                .faults(request -> request.toString().startsWith("PATCH") ? this::suspendedThenForwarded : Fault.NONE);
        soon().until(() -> !slow.isHeld());
        String renewed = renewTime();
        soon().until(() -> !renewTime().equals(renewed));
        assertThat(slow.isHeld()).as("the lease was renewed, but too long ago").isFalse();
    }

    @Test
    void a_late_renewal_opens_the_fence_again_and_says_so() {
        LeaderLease late = replica("late");
        soon().until(late::isHeld);
        time.addAndGet(DURATION.toNanos());
        assertThat(late.isHeld()).isFalse();
        int before = changes.get();
        soon().until(late::isHeld);
        soon().until(() -> changes.get() > before);
    }

    @Test
    void a_duration_out_of_range_is_rejected() {
        assertThatThrownBy(() -> new LeaderLease(
                        cluster.client(),
                        new LeaseLock(cluster.namespace(), "autoscale", "one"),
                        Duration.ofSeconds(1),
                        () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("duration: 'PT1S' is not valid, expected 2 s to 10 min");
    }

    private void suspendedThenForwarded(FaultProxy.Exchange exchange) throws IOException, InterruptedException {
        time.addAndGet(DURATION.toNanos());
        exchange.forward();
    }

    @Test
    void a_holder_with_a_wrong_clock_keeps_the_lease_while_it_renews_it() {
        renewedByAnother(ZonedDateTime.now(ZoneOffset.UTC).minusHours(1));
        LeaderLease candidate = replica("candidate");
        long end = System.nanoTime() + DURATION.multipliedBy(2).toNanos();
        await().pollInterval(Duration.ofMillis(200))
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    assertThat(candidate.isHeld()).isFalse();
                    renewedByAnother(ZonedDateTime.now(ZoneOffset.UTC).minusHours(1));
                    return System.nanoTime() - end > 0;
                });
    }

    @Test
    void a_lease_that_is_not_renewed_is_taken_even_if_its_time_is_in_the_future() {
        renewedByAnother(ZonedDateTime.now(ZoneOffset.UTC).plusHours(1));
        LeaderLease candidate = replica("candidate");
        soon().until(candidate::isHeld);
    }

    private LeaderLease replica(String identity) {
        LeaderLease lease = new LeaderLease(
                cluster.newClient(),
                new LeaseLock(cluster.namespace(), "autoscale", identity),
                DURATION,
                changes::incrementAndGet,
                () -> System.nanoTime() + time.get());
        leases.add(lease);
        lease.start();
        return lease;
    }

    private void renewedByAnother(ZonedDateTime renewTime) {
        Lease there = lease().get();
        Lease renewed = new LeaseBuilder()
                .withNewMetadata()
                .withName("autoscale")
                .withNamespace(cluster.namespace())
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity("another")
                .withLeaseDurationSeconds((int) DURATION.toSeconds())
                .withAcquireTime(renewTime)
                .withRenewTime(renewTime)
                .withLeaseTransitions(1)
                .endSpec()
                .build();
        if (there == null) {
            cluster.direct().resource(renewed).create();
        } else {
            cluster.direct().resource(renewed).update();
        }
    }

    private String renewTime() {
        return String.valueOf(lease().get().getSpec().getRenewTime());
    }

    private Resource<Lease> lease() {
        return cluster.direct().leases().inNamespace(cluster.namespace()).withName("autoscale");
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
    }
}
