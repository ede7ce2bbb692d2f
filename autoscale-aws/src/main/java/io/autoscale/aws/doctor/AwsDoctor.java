// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.doctor;

import io.autoscale.auth.Authentication;
import io.autoscale.source.SourceContext;
import io.autoscale.trigger.EnvironmentLookup;
import io.autoscale.trigger.Trigger;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Examines why a trigger cannot be read: its settings, which identity it has and why, who STS says that is before and
 * after each role, the clock, the endpoint, and one real reading. Nothing is changed in AWS. Each call is bounded, and
 * whatever goes wrong is a finding, never an exception. An examination has clients of its own, so that what was refused
 * before does not colour it, and costs a few calls that are paid for like any other. Safe from any thread.
 */
public final class AwsDoctor {

    private final Supplier<Equipment> equipment;
    private final InstantSource clock;

    /**
     * A doctor; {@code AwsSources.doctor()} makes one that is equipped.
     *
     * @param equipment made for each examination and closed after it
     * @param clock the time by which requests are signed: the system's, as the SDK signs by no other
     */
    public AwsDoctor(Supplier<Equipment> equipment, InstantSource clock) {
        this.equipment = Objects.requireNonNull(equipment, "equipment");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Examines one trigger.
     *
     * @param trigger the trigger
     * @param authentication what its auth provider resolved
     * @return what was found
     */
    public Diagnosis examine(Trigger trigger, Authentication authentication) {
        return examine(List.of(new SourceContext(trigger, 0, authentication, EnvironmentLookup.none(), clock)))
                .get(0);
    }

    /**
     * Examines several triggers one after another. What they share, such as a role, is asked for once.
     *
     * @param contexts what their sources are made from
     * @return what was found, in the same order
     */
    public List<Diagnosis> examine(List<SourceContext> contexts) {
        try (Equipment own = equipment.get();
                Deadline deadline = new Deadline(own.clients().patience().multipliedBy(2))) {
            return contexts.stream()
                    .map(context -> new Examination(context, own, deadline, clock).diagnose())
                    .toList();
        }
    }
}
