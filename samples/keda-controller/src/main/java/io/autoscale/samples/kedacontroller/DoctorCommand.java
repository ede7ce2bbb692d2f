// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.kedacontroller;

import io.autoscale.auth.AuthenticationException;
import io.autoscale.auth.AuthenticationRequest;
import io.autoscale.aws.AwsSources;
import io.autoscale.aws.doctor.Diagnosis;
import io.autoscale.k8s.auth.KubernetesAuthProvider;
import io.autoscale.k8s.job.KubernetesJobTemplate;
import io.autoscale.k8s.manifest.ClusterAuthentications;
import io.autoscale.k8s.manifest.KedaManifests;
import io.autoscale.source.SourceContext;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.trigger.Trigger;
import io.autoscale.workload.WorkloadRef;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Finds out why the triggers of a ScaledJob cannot be read. */
@Command(
        name = "doctor",
        description = "Reads the triggers of a ScaledJob once and reports each step of its identity in AWS.",
        footer = {
            "Uses the identity of this process, so run it where the controller runs: kubectl exec -n autoscale"
                    + " deploy/keda-controller -- java io.autoscale.samples.kedacontroller.Main doctor NAME",
            "Exits with 0 if every trigger can be read, 1 if not, and 2 if the ScaledJob cannot be read."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
@SuppressWarnings("NullAway.Init") // picocli sets the spec and the parameter
final class DoctorCommand implements Callable<Integer> {

    private static final ResourceDefinitionContext SCALED_JOBS = new ResourceDefinitionContext.Builder()
            .withGroup("keda.sh")
            .withVersion("v1alpha1")
            .withKind("ScaledJob")
            .withPlural("scaledjobs")
            .withNamespaced(true)
            .build();

    private final PrintStream out;
    private final PrintStream err;

    @Parameters(paramLabel = "SCALEDJOB", converter = ScaledJobName.class, description = ScaledJobName.DESCRIPTION)
    private WorkloadRef ref;

    @Mixin
    private AllowedEndpoints endpoints = new AllowedEndpoints();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    DoctorCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        try (KubernetesClient client = new KubernetesClientBuilder().build();
                KubernetesAuthProvider provider = KubernetesAuthProvider.builder(client)
                        .authentications(ClusterAuthentications.watching(client))
                        .build();
                AwsSources aws = AwsSources.builder()
                        .endpoints(endpoints.allowed(spec.commandLine()))
                        .build()) {
            GenericKubernetesResource resource = client.genericKubernetesResources(SCALED_JOBS)
                    .inNamespace(ref.namespace())
                    .withName(ref.name())
                    .get();
            if (resource == null) {
                err.println("ScaledJob " + ref + " does not exist");
                return Main.UNUSABLE;
            }
            KedaManifests manifests = KedaManifests.parse(
                    "ScaledJob", client.getKubernetesSerialization().asJson(resource));
            manifests.errors().forEach(error -> err.println(error.withoutPlace()));
            if (manifests.scaledJobs().isEmpty()) {
                return Main.UNUSABLE;
            }
            ScaledJob job = manifests.scaledJobs().get(0);
            List<Diagnosis> results = aws.doctor().examine(contexts(job, provider));
            results.forEach(out::println);
            boolean healthy =
                    results.size() == job.triggers().size() && results.stream().allMatch(Diagnosis::isHealthy);
            return healthy ? 0 : 1;
        }
    }

    /** What the engine makes the sources from; without the triggers whose authentication cannot be resolved. */
    private List<SourceContext> contexts(ScaledJob job, KubernetesAuthProvider provider) {
        JobTemplate pod = job.jobTemplate() instanceof KubernetesJobTemplate template
                ? template.readingEnvironment(provider, job.namespace())
                : job.jobTemplate();
        List<SourceContext> contexts = new ArrayList<>();
        for (int i = 0; i < job.triggers().size(); i++) {
            Trigger trigger = job.triggers().get(i);
            try {
                contexts.add(new SourceContext(
                        trigger,
                        i,
                        provider.resolve(new AuthenticationRequest(
                                trigger.authenticationRef().orElse(null),
                                job.namespace(),
                                job.name(),
                                pod.serviceAccountName(),
                                (container, variable) ->
                                        pod.environment(container).get(variable))),
                        pod.environment(job.envSourceContainerName()),
                        InstantSource.system()));
            } catch (AuthenticationException e) {
                err.println("triggers[" + i + "]: " + e.getMessage());
            }
        }
        return contexts;
    }
}
