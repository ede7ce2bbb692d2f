// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.controller;

import static io.autoscale.k8s.controller.Operated.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.k8s.server.FaultProxy.Fault;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What fails around a controller: each is a condition or a reason, and scaling goes on without a restart. */
class ControllerFaultsIT {

    private Operated operated;

    @BeforeEach
    void start() {
        operated = new Operated();
    }

    @AfterEach
    void stop() {
        operated.close();
    }

    @Test
    void a_failing_watch_of_one_namespace_does_not_stop_the_others() {
        operated.cluster
                .proxy()
                .faults(request -> request.toString().contains("/namespaces/forbidden/")
                        ? Fault.answer(403, "Forbidden", "no")
                        : Fault.NONE);
        KedaController controller =
                operated.startWith(operated.cluster.client(), builder -> builder.namespaces("forbidden"));
        operated.queue.messages("videos", 1);
        operated.create(operated.scaledJob("videos", ""));
        soon().until(() -> operated.jobs("videos").size() == 1);
        assertThat(controller.isReady()).isFalse();
        assertThat(controller.trouble().orElseThrow())
                .contains("scaledjobs.keda.sh in namespace forbidden", "HTTP 403", "permission");
        operated.cluster.proxy().faults(request -> Fault.NONE);
    }

    @Test
    void a_missing_definition_is_reported_and_scaling_starts_when_it_exists() {
        operated.cluster
                .proxy()
                .faults(request -> request.toString().contains("/keda.sh/")
                        ? Fault.answer(404, "NotFound", "page not found")
                        : Fault.NONE);
        KedaController controller = operated.startWith(operated.cluster.client(), builder -> {});
        soon().until(() -> controller.trouble().orElse("").contains("custom resource definition does not exist"));
        operated.queue.messages("videos", 1);
        operated.create(operated.scaledJob("videos", ""));
        operated.cluster.proxy().faults(request -> Fault.NONE);
        soon().until(() -> operated.jobs("videos").size() == 1);
        assertThat(controller.isReady()).isTrue();
    }

    @Test
    void withdrawn_permissions_to_watch_jobs_are_a_condition_until_they_are_given_back() {
        operated.start();
        operated.create(operated.scaledJob("videos", ""));
        soon().until(() -> operated.condition("videos", "Ready").startsWith("True"));
        operated.cluster
                .proxy()
                .faults(request -> request.toString().contains("/jobs")
                        ? Fault.answer(403, "Forbidden", "jobs is forbidden")
                        : Fault.NONE);
        operated.cluster.proxy().cutWatches();
        operated.queue.messages("videos", 2);
        soon().until(() -> operated.condition("videos", "Ready").startsWith("False ScaledJobCheckFailed"));
        soon().until(() -> operated.condition("videos", "Ready").contains("jobs is forbidden"));
        operated.cluster.proxy().faults(request -> Fault.NONE);
        soon().until(() -> operated.jobs("videos").size() == 2);
        soon().until(() -> operated.condition("videos", "Ready").startsWith("True"));
    }

    @Test
    void a_quota_is_a_condition_with_its_name_until_it_is_raised() {
        operated.start();
        operated.cluster
                .proxy()
                .faults(request -> request.toString().startsWith("POST")
                                && request.toString().contains("/jobs")
                        ? Fault.answer(403, "Forbidden", "exceeded quota: small")
                        : Fault.NONE);
        operated.queue.messages("videos", 2);
        operated.create(operated.scaledJob("videos", ""));
        soon().until(() -> operated.condition("videos", "Ready").startsWith("False KEDAJobCreateFailed"));
        assertThat(operated.condition("videos", "Ready")).contains("exceeded quota: small");
        operated.cluster.proxy().faults(request -> Fault.NONE);
        soon().until(() -> operated.jobs("videos").size() == 2);
        soon().until(() -> operated.condition("videos", "Ready").startsWith("True"));
    }

    @Test
    void two_replicas_elect_a_leader_and_the_other_one_reads_and_writes_nothing() {
        KedaController first = elected();
        soon().until(first::isLeading);
        KedaController second = elected();
        soon().until(second::isReady);
        operated.queue.messages("videos", 2);
        operated.create(operated.scaledJob("videos", ""));
        soon().until(() -> operated.jobs("videos").size() == 2);
        assertThat(second.isLeading()).isFalse();
        assertThat(second.registrations()).isEmpty();
        soon().until(() -> operated.condition("videos", "Ready").startsWith("True"));

        first.close();
        soon().until(second::isLeading);
        operated.queue.messages("videos", 4);
        soon().until(() -> operated.jobs("videos").size() == 4);
        assertThat(operated.eventReasons("videos"))
                .as("the hand-over is not reported as a start")
                .containsOnlyOnce("KEDAScalersStarted");
    }

    @Test
    void a_leader_that_could_not_renew_its_lease_for_a_while_stops_and_scales_again() {
        KedaController only = elected();
        operated.queue.messages("videos", 2);
        operated.create(operated.scaledJob("videos", ""));
        soon().until(() -> operated.jobs("videos").size() == 2);
        operated.cluster
                .proxy()
                .faults(request -> request.toString().contains("/leases") ? Fault.CUT_BEFORE : Fault.NONE);
        soon().until(() -> !only.isLeading() && only.registrations().isEmpty());
        assertThat(only.trouble().orElseThrow()).contains("autoscale", "no response");
        operated.queue.messages("videos", 4);
        operated.cluster.proxy().faults(request -> Fault.NONE);
        soon().until(() -> operated.jobs("videos").size() == 4);
    }

    @Test
    void a_status_that_could_not_be_written_for_an_invalid_job_is_written_later() {
        operated.start();
        operated.cluster
                .proxy()
                .faults(request -> request.toString().contains("/status")
                        ? Fault.answer(503, "ServiceUnavailable", "later")
                        : Fault.NONE);
        operated.create(operated.scaledJob("videos", "maxReplicaCount: many"));
        soon().until(() -> operated.eventReasons("videos").contains("ScaledJobCheckFailed"));
        operated.annotate("videos", "touched", "yes"); // another version with the same error
        operated.cluster.proxy().faults(request -> Fault.NONE);
        soon().until(() -> operated.condition("videos", "Ready").startsWith("False ScaledJobCheckFailed"));
    }

    @Test
    void scaling_resumes_after_a_temporary_api_server_failure() {
        operated.start();
        operated.queue.messages("videos", 2);
        operated.create(operated.scaledJob("videos", ""));
        soon().until(() -> operated.jobs("videos").size() == 2);
        operated.cluster.proxy().faults(request -> Fault.answer(503, "ServiceUnavailable", "later"));
        operated.create(operated.scaledJob("sounds", ""));
        operated.queue.messages("sounds", 1);
        operated.queue.messages("videos", 4);
        soon().until(() -> operated.cluster.proxy().count("P") > 3);
        operated.cluster.proxy().faults(request -> Fault.NONE);
        soon().until(() -> operated.jobs("videos").size() == 4);
        soon().until(() -> operated.jobs("sounds").size() == 1);
        soon().until(() -> operated.condition("sounds", "Ready").startsWith("True"));
    }

    private KedaController elected() {
        return operated.startWith(
                operated.cluster.newClient(),
                builder -> builder.leaderElection(operated.cluster.namespace(), "autoscale")
                        .leaseDuration(Duration.ofSeconds(2)));
    }
}
