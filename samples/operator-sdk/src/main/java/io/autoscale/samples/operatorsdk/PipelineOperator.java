// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.operatorsdk;

import io.autoscale.Autoscaler;
import io.autoscale.aws.AwsSources;
import io.autoscale.aws.call.Endpoints;
import io.autoscale.event.AutoscalerListener;
import io.autoscale.k8s.job.KubernetesJobs;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import java.util.function.Consumer;

/** Connects the SDK with one autoscaler for all pipelines. */
final class PipelineOperator implements AutoCloseable {

    final KubernetesJobs jobs;
    final AwsSources sources;
    final Autoscaler autoscaler;
    private final Operator operator;

    /**
     * Creates the operator without starting it.
     *
     * @param client the client; closed by the caller
     * @param endpoints where requests to AWS may go
     * @param settings changes the settings of the SDK
     */
    PipelineOperator(KubernetesClient client, Endpoints endpoints, Consumer<ConfigurationServiceOverrider> settings) {
        Decisions decisions = new Decisions();
        jobs = KubernetesJobs.create(client);
        sources = AwsSources.builder().endpoints(endpoints).build();
        autoscaler = Autoscaler.builder()
                .sources(sources.factories())
                .listener(AutoscalerListener.logging())
                .listener(decisions)
                .build();
        operator = new Operator(
                settings.andThen(own -> own.withKubernetesClient(client).withCloseClientOnStop(false)));
        operator.register(new VideoPipelineReconciler(autoscaler, jobs, decisions));
    }

    void start() {
        operator.start();
    }

    /** Each part is closed before the parts that it uses. */
    @Override
    public void close() {
        operator.stop();
        autoscaler.close();
        sources.close();
        jobs.close();
    }
}
