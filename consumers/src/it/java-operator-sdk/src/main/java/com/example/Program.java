// SPDX-License-Identifier: Apache-2.0
package com.example;

import io.autoscale.Autoscaler;
import io.autoscale.aws.AwsSources;
import io.autoscale.aws.call.Endpoints;
import io.autoscale.event.AutoscalerListener;
import io.autoscale.k8s.job.KubernetesJobs;
import io.autoscale.k8s.manifest.KedaManifests;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;

/** Scales the jobs of the manifests that stand in ConfigMaps. */
public final class Program implements Reconciler<ConfigMap>, AutoCloseable {

    private final KubernetesJobs jobs;
    private final AwsSources sources;
    private final Autoscaler autoscaler;
    private final Operator operator;

    private Program(KubernetesClient client) {
        jobs = KubernetesJobs.create(client);
        sources = AwsSources.builder()
                .endpoints(Endpoints.awsOnly().allowingLoopback())
                .build();
        autoscaler = Autoscaler.builder()
                .sources(sources.factories())
                .listener(AutoscalerListener.logging())
                .build();
        operator =
                new Operator(settings -> settings.withKubernetesClient(client).withCloseClientOnStop(false));
        operator.register(this, settings -> settings.settingNamespace("media"));
    }

    public static AutoCloseable start(KubernetesClient client, String manifest) {
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("encoder")
                        .withNamespace("media")
                        .endMetadata()
                        .addToData("encoder.yaml", manifest)
                        .build())
                .create();
        Program program = new Program(client);
        program.operator.start();
        return program;
    }

    @Override
    public UpdateControl<ConfigMap> reconcile(ConfigMap map, Context<ConfigMap> context) {
        KedaManifests.parse(map.getData()).scaledJobs().forEach(job -> autoscaler.registerOrUpdate(job, jobs));
        return UpdateControl.noUpdate();
    }

    @Override
    public void close() {
        operator.stop();
        autoscaler.close();
        sources.close();
        jobs.close();
    }
}
