// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.kedacontroller;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.Autoscaler;
import io.autoscale.aws.AwsSources;
import io.autoscale.k8s.job.KubernetesJobs;
import io.autoscale.micrometer.AutoscalerMetrics;
import io.autoscale.micrometer.AwsMetrics;
import io.autoscale.micrometer.KubernetesMetrics;
import io.autoscale.source.ScalerException;
import io.autoscale.spec.JobTemplate;
import io.autoscale.spec.ScaledJob;
import io.autoscale.strategy.ScalingDecision;
import io.autoscale.testkit.FakeSource;
import io.autoscale.testkit.InMemoryJobs;
import io.autoscale.testkit.ManualTime;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dashboard, alerts and documentation name exactly the series that the controller serves. */
class SeriesTest {

    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z]\\w+)[{ ]");
    private static final Pattern NAMED = Pattern.compile("\\b(?:autoscale|keda|jvm|process)_\\w+");
    private static final Path PAGE = Path.of("../../docs/observability.md");
    private static Set<String> exported;

    @BeforeAll
    static void export() {
        ManualTime time = new ManualTime();
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        FakeSource queue = FakeSource.named("orders").set(3);
        try (AwsSources aws = AwsSources.create();
                KubernetesClient client = new KubernetesClientBuilder().build();
                KubernetesJobs jobs = KubernetesJobs.create(client);
                Autoscaler autoscaler = time.autoscaler()
                        .source(queue.factory("orders"))
                        .listener(AutoscalerMetrics.builder(registry)
                                .kedaSeries(true)
                                .build())
                        .build()) {
            new AwsMetrics(aws).bindTo(registry);
            new KubernetesMetrics(jobs).bindTo(registry);
            new JvmMemoryMetrics().bindTo(registry);
            new JvmThreadMetrics().bindTo(registry);
            new ProcessorMetrics().bindTo(registry);
            new UptimeMetrics().bindTo(registry);
            autoscaler.register(
                    ScaledJob.builder("orders")
                            .jobTemplate(JobTemplate.named("orders"))
                            .trigger(FakeSource.trigger("orders"))
                            .maxReplicaCount(1)
                            .scalingStrategy(in -> ScalingDecision.create(9, "more than the maximum"))
                            .build(),
                    new InMemoryJobs(time));
            time.advance(Duration.ofSeconds(30));
            queue.fail(ScalerException.Kind.UNAVAILABLE, "down");
            time.advance(Duration.ofSeconds(30));
            exported = names(SAMPLE, registry.scrape());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dashboard.json", "alerts.yaml"})
    void every_series_of_a_file_of_the_chart_is_exported(String file) throws IOException {
        Set<String> named = names(NAMED, Files.readString(Path.of("deploy/chart/files", file)));
        assertThat(named).isNotEmpty().isSubsetOf(exported);
    }

    @Test
    void the_page_describes_every_series_and_no_other() throws IOException {
        String page = Files.readString(PAGE);
        Set<String> described = names(Pattern.compile("`((?:autoscale|keda)_\\w+[a-z])`"), page);
        described.remove("keda_build_info"); // the page says that it is not exported
        assertThat(described)
                .allSatisfy(
                        name -> assertThat(exported).anyMatch(one -> one.equals(name) || one.equals(name + "_count")));
        Set<String> ours = exported.stream()
                .filter(name -> name.startsWith("autoscale_") || name.startsWith("keda_"))
                .map(name -> name.replaceFirst("_seconds_(count|sum|max)$", "_seconds"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(described).containsAll(ours);
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.groupCount() == 0 ? found.group() : found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
