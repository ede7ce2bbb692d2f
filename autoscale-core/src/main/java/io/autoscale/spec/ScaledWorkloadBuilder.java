// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spec;

import io.autoscale.trigger.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Common setters of the builders of scaled jobs and scaled objects. Setters reject null with the name of the field.
 *
 * @param <B> the type of the builder
 */
public abstract sealed class ScaledWorkloadBuilder<B extends ScaledWorkloadBuilder<B>> implements Cloneable
        permits ScaledJobBuilder, ScaledObjectBuilder {

    final String name;
    String namespace = ScaledWorkload.DEFAULT_NAMESPACE;
    Map<String, String> labels = Map.of();
    Map<String, String> annotations = Map.of();
    long generation;
    Duration pollingInterval = ScaledWorkload.DEFAULT_POLLING_INTERVAL;
    List<Trigger> triggers = List.of();

    ScaledWorkloadBuilder(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    /**
     * Sets the namespace. The default is {@value ScaledWorkload#DEFAULT_NAMESPACE}.
     *
     * @param text the namespace
     */
    public B namespace(String text) {
        this.namespace = Objects.requireNonNull(text, "namespace");
        return self();
    }

    /**
     * Sets the labels. Those of a scaled job are copied to its jobs.
     *
     * @param entries labels by key
     */
    public B labels(Map<String, String> entries) {
        this.labels = copied("labels", entries);
        return self();
    }

    /**
     * Sets the annotations, which can pause scaling. Those of a scaled job are copied to its jobs.
     *
     * @param entries annotations by key
     */
    public B annotations(Map<String, String> entries) {
        this.annotations = copied("annotations", entries);
        return self();
    }

    /**
     * Sets the generation of the configuration, which is stored on each job. The default is 0.
     *
     * @param number at least 0
     */
    public B generation(long number) {
        this.generation = number;
        return self();
    }

    /**
     * Sets the time from one round to the next. The default is 30 s.
     *
     * @param interval at least 1 s
     */
    public B pollingInterval(Duration interval) {
        this.pollingInterval = Objects.requireNonNull(interval, "pollingInterval");
        return self();
    }

    /**
     * Adds a trigger. At least one is required.
     *
     * @param trigger the trigger
     */
    public B trigger(Trigger trigger) {
        this.triggers = longer(triggers, Objects.requireNonNull(trigger, "trigger"));
        return self();
    }

    /**
     * Sets all triggers.
     *
     * @param all the triggers, at least one
     */
    public B triggers(List<Trigger> all) {
        this.triggers = copied("triggers", all);
        return self();
    }

    /** Returns a copy of this builder. All field values are immutable. */
    @SuppressWarnings("unchecked")
    B copy() {
        try {
            return (B) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("unchecked") // each permitted class passes itself as B
    private B self() {
        return (B) this;
    }

    static <T> List<T> longer(List<T> list, T element) {
        List<T> longer = new ArrayList<>(list);
        longer.add(element);
        return List.copyOf(longer);
    }

    static <T> List<T> copied(String field, List<T> elements) {
        Objects.requireNonNull(elements, field);
        for (int i = 0; i < elements.size(); i++) {
            int index = i;
            Objects.requireNonNull(elements.get(i), () -> field + "[" + index + "]");
        }
        return List.copyOf(elements);
    }

    private static Map<String, String> copied(String field, Map<String, String> entries) {
        Map<String, String> copy = new TreeMap<>();
        Objects.requireNonNull(entries, field)
                .forEach((key, value) -> copy.put(
                        Objects.requireNonNull(key, () -> "a key of " + field),
                        Objects.requireNonNull(value, () -> field + "." + key)));
        return Collections.unmodifiableMap(copy);
    }
}
