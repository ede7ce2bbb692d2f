// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit.contract;

import io.autoscale.auth.AuthParameters;
import io.autoscale.auth.AuthProvider;
import io.autoscale.auth.Authentication;
import io.autoscale.auth.AuthenticationException;
import io.autoscale.auth.AuthenticationRef;
import io.autoscale.auth.PodIdentity;
import io.autoscale.executor.ScalingExecutor;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerSource;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.strategy.ScalingStrategy;
import io.autoscale.testkit.FakeSource;
import io.autoscale.testkit.InMemoryJobs;
import io.autoscale.testkit.ManualTime;
import io.autoscale.workload.WorkloadObserver;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** Applies the contracts to the implementations of this library. */
class OurOwnContractsTest {

    @Nested
    class TheFakeSource implements ScalerSourceContract {
        @Override
        public ScalerSource workingSource() {
            return FakeSource.named("orders").set(3);
        }

        @Override
        public ScalerSource brokenSource() {
            return FakeSource.named("orders").fail(ScalerException.Kind.UNAVAILABLE, "down");
        }

        @Override
        public Instant now() {
            return ManualTime.START;
        }
    }

    @Nested
    class JobsInMemory implements ScalingExecutorContract {
        private final InMemoryJobs jobs = new InMemoryJobs(new ManualTime());

        @Override
        public ScalingExecutor executor() {
            return jobs;
        }

        @Override
        public WorkloadObserver observer() {
            return jobs;
        }

        @Override
        public boolean succeed(String name) {
            jobs.store().succeed(name);
            return true;
        }

        @Override
        public Optional<WorkloadObserver> brokenObserver() {
            return Optional.of(new InMemoryJobs(new ManualTime()).failingCensus(true));
        }

        @Override
        public ScaledJob scaledJob() {
            return ScaledJob.builder("orders")
                    .jobTemplate(JobTemplate.named("order-worker"))
                    .trigger(FakeSource.trigger("orders"))
                    .build();
        }
    }

    @Nested
    class AProviderThatKnowsOneReference implements AuthProviderContract {
        @Override
        public AuthProvider provider() {
            return request -> {
                if (request.reference() == null) {
                    return Authentication.none();
                }
                if (!request.reference().equals(knownReference())) {
                    throw new AuthenticationException(
                            "no authentication " + request.reference().name());
                }
                return new Authentication(AuthParameters.of(Map.of("key", "PLANTED-SECRET")), PodIdentity.none());
            };
        }

        @Override
        public AuthenticationRef knownReference() {
            return AuthenticationRef.of("aws-keys");
        }
    }

    @Nested
    class TheFixedProvider implements AuthProviderContract {
        @Override
        public AuthProvider provider() {
            return AuthProvider.fixed(
                    new Authentication(AuthParameters.of(Map.of("key", "PLANTED-SECRET")), PodIdentity.none()));
        }

        @Override
        public AuthenticationRef knownReference() {
            return AuthenticationRef.of("any");
        }

        @Override
        public boolean looksReferencesUp() {
            return false;
        }
    }

    @Nested
    class TheDefaultStrategy implements ScalingStrategyContract {
        @Override
        public ScalingStrategy strategy() {
            return ScalingStrategy.defaultStrategy();
        }
    }

    @Nested
    class TheCustomStrategy implements ScalingStrategyContract {
        @Override
        public ScalingStrategy strategy() {
            return ScalingStrategy.custom(1, 0.5);
        }
    }

    @Nested
    class TheAccurateStrategy implements ScalingStrategyContract {
        @Override
        public ScalingStrategy strategy() {
            return ScalingStrategy.accurate();
        }
    }

    @Nested
    class TheEagerStrategy implements ScalingStrategyContract {
        @Override
        public ScalingStrategy strategy() {
            return ScalingStrategy.eager();
        }
    }

    @Nested
    class TheCorrectedEagerStrategy implements ScalingStrategyContract {
        @Override
        public ScalingStrategy strategy() {
            return ScalingStrategy.eagerCorrected();
        }
    }
}
