// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.controller;

import io.autoscale.auth.Secret;
import io.autoscale.metric.MetricSample;
import io.autoscale.metric.MetricSpec;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.source.SourceContext;
import io.autoscale.validation.Violations;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sources of type {@code test-queue}: {@code queue} is the name of the queue; a queue with a
 * password accepts no other.
 */
final class TestQueue implements ScalerSourceFactory {

    private final Map<String, Integer> messages = new ConcurrentHashMap<>();
    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    final AtomicInteger refused = new AtomicInteger();
    final AtomicInteger reads = new AtomicInteger();

    void messages(String queue, int count) {
        messages.put(queue, count);
    }

    void password(String queue, String password) {
        passwords.put(queue, password);
    }

    @Override
    public String triggerType() {
        return "test-queue";
    }

    @Override
    public ScalerSource create(SourceContext context) {
        Violations violations = new Violations();
        String queue = context.trigger().metadata().getOrDefault("queue", "");
        violations.check(!queue.isEmpty(), "metadata.queue", queue, "the name of a queue");
        violations.throwIfAny("trigger");
        String given = context.authentication()
                .parameters()
                .get("password")
                .map(Secret::reveal)
                .orElse("");
        MetricSpec metric = MetricSpec.averageValue("s" + context.index() + "-test-" + queue, 1);
        return ScalerSource.of(metric, () -> {
            reads.incrementAndGet();
            if (!passwords.getOrDefault(queue, "").equals(given)) {
                refused.incrementAndGet();
                throw new ScalerException(ScalerException.Kind.AUTHENTICATION, "wrong password");
            }
            return new MetricSample(
                    messages.getOrDefault(queue, 0), context.clock().instant());
        });
    }
}
