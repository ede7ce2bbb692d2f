// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spring.test;

import io.autoscale.aws.AwsSources;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.testkit.FakeSource;
import io.autoscale.trigger.Trigger;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A fake for each trigger on AWS. The text of a trigger is validated and its target is used as in production, but AWS
 * is never called. A fake reads 0 until a test sets it.
 */
public final class FakeTriggers implements AutoCloseable {

    private final AwsSources aws = AwsSources.create();
    private final Map<Trigger, FakeSource> byTrigger = new ConcurrentHashMap<>();

    FakeTriggers() {}

    /**
     * Returns the fake of a trigger.
     *
     * @param trigger the trigger of a registered scaled job
     * @throws IllegalArgumentException if there is no such trigger
     */
    public FakeSource of(Trigger trigger) {
        FakeSource found = byTrigger.get(trigger);
        if (found == null) {
            throw new IllegalArgumentException(
                    "trigger: '" + trigger + "' is not valid, expected one of " + byTrigger.keySet());
        }
        return found;
    }

    /**
     * Returns the fake of the only trigger.
     *
     * @throws IllegalStateException if there is none or more than one
     */
    public FakeSource only() {
        if (byTrigger.size() != 1) {
            throw new IllegalStateException("expected one trigger, found " + byTrigger.keySet());
        }
        return byTrigger.values().iterator().next();
    }

    /** A factory of fakes for each trigger type on AWS. */
    List<ScalerSourceFactory> factories() {
        return aws.factories().stream().map(this::fake).toList();
    }

    private ScalerSourceFactory fake(ScalerSourceFactory real) {
        return ScalerSourceFactory.of(real.triggerType(), context -> {
            try (ScalerSource parsed = real.create(context)) {
                return byTrigger.computeIfAbsent(
                        context.trigger(),
                        trigger -> FakeSource.of(parsed.metric()).set(0));
            }
        });
    }

    @Override
    public void close() {
        aws.close();
    }
}
