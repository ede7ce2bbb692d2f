// SPDX-License-Identifier: Apache-2.0
package com.example;

import io.autoscale.Autoscaler;
import io.autoscale.aws.AwsSources;
import io.autoscale.aws.call.Endpoints;
import io.autoscale.event.AutoscalerListener;
import io.autoscale.k8s.job.KubernetesJobs;
import io.autoscale.k8s.manifest.KedaManifests;
import io.autoscale.workload.Removal;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;

/** Scales the jobs of the manifests that stand in ConfigMaps. */
public final class Program implements Reconciler<ConfigMap>, Cleaner<ConfigMap>, AutoCloseable {

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
        operator = new Operator(settings -> settings.withKubernetesClient(client)
                .withCloseClientOnStop(false)
                // the server of the test does not support server-side apply
                .withUseSSAToPatchPrimaryResource(false));
        operator.register(this, settings -> settings.settingNamespace("media").withLabelSelector("scaled-jobs"));
    }

    public static AutoCloseable start(KubernetesClient client, String manifest) {
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("encoder")
                        .withNamespace("media")
                        .addToLabels("scaled-jobs", "")
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
        KedaManifests manifests = KedaManifests.parse(map.getData());
        if (!manifests.errors().isEmpty()) {
            throw new IllegalArgumentException(manifests.errors().toString());
        }
        manifests.scaledJobs().forEach(job -> autoscaler.registerOrUpdate(job, jobs));
        return UpdateControl.noUpdate();
    }

    /** Its jobs run to their end. */
    @Override
    public DeleteControl cleanup(ConfigMap map, Context<ConfigMap> context) {
        KedaManifests.parse(map.getData()).scaledJobs().stream()
                .flatMap(job -> autoscaler.find(job.ref()).stream())
                .forEach(registration -> registration.remove(Removal.ORPHAN));
        return DeleteControl.defaultDelete();
    }

    @Override
    public void close() {
        operator.stop();
        autoscaler.close();
        sources.close();
        jobs.close();
    }
}
