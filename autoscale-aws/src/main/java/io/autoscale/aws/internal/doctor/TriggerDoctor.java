// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.doctor;

import io.autoscale.auth.Authentication;
import io.autoscale.aws.doctor.AwsDoctor;
import io.autoscale.aws.doctor.Diagnosis;
import io.autoscale.aws.internal.call.Waiting;
import io.autoscale.aws.internal.call.Workers;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.source.SourceContext;
import io.autoscale.trigger.EnvironmentLookup;
import io.autoscale.trigger.Trigger;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * The doctor of {@code AwsSources}.
 *
 * @param clients made for each examination and closed after it, so that nothing remembers what was refused before
 * @param clock the time by which requests are signed: the system's, as the SDK signs by no other
 */
public record TriggerDoctor(Supplier<AwsClients> clients, InstantSource clock) implements AwsDoctor {

    /** What the steps of one examination share; closed after it. */
    record Examination(AwsClients clients, InstantSource clock, ExecutorService threads) implements AutoCloseable {

        /** Runs a step with a deadline, as nothing else bounds some, such as the look-up of a host name. */
        <T> T within(String what, Supplier<T> step) {
            Future<T> running = threads.submit(step::get);
            try {
                return Waiting.on(running, clients.settings().waitTimeout().multipliedBy(2), what);
            } finally {
                running.cancel(true);
            }
        }

        @Override
        public void close() {
            threads.shutdownNow();
            clients.close();
        }
    }

    @Override
    public Diagnosis examine(Trigger trigger, Authentication authentication) {
        return examine(List.of(new SourceContext(trigger, 0, authentication, EnvironmentLookup.none(), clock)))
                .get(0);
    }

    @Override
    public List<Diagnosis> examine(List<SourceContext> contexts) {
        ExecutorService threads = Executors.newCachedThreadPool(Workers.named("autoscale-aws-doctor"));
        try (Examination examination = new Examination(clients.get(), clock, threads)) {
            return contexts.stream()
                    .map(context -> new TriggerCheck(context, examination, new Findings()).diagnose())
                    .toList();
        }
    }
}
