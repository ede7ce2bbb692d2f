// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.doctor;

import io.autoscale.auth.Authentication;
import io.autoscale.aws.doctor.AwsDoctor;
import io.autoscale.aws.doctor.Diagnosis;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.source.SourceContext;
import io.autoscale.trigger.EnvironmentLookup;
import io.autoscale.trigger.Trigger;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * The doctor of {@code AwsSources}.
 *
 * @param clients made for each examination and closed after it, so that nothing remembers what was refused before
 * @param clock the time by which requests are signed: the system's, as the SDK signs by no other
 */
public record TriggerDoctor(Supplier<AwsClients> clients, InstantSource clock) implements AwsDoctor {

    @Override
    public Diagnosis examine(Trigger trigger, Authentication authentication) {
        return examine(List.of(new SourceContext(trigger, 0, authentication, EnvironmentLookup.none(), clock)))
                .get(0);
    }

    @Override
    public List<Diagnosis> examine(List<SourceContext> contexts) {
        try (DoctorContext doctor = new DoctorContext(clients.get(), clock)) {
            return contexts.stream()
                    .map(context -> new TriggerCheck(context, doctor, new Findings()).diagnose())
                    .toList();
        }
    }
}
