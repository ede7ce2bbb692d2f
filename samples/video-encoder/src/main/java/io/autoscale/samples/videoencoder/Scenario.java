// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.videoencoder;

import io.autoscale.Autoscaler;
import io.autoscale.auth.AuthParameters;
import io.autoscale.auth.AuthProvider;
import io.autoscale.auth.Authentication;
import io.autoscale.auth.PodIdentity;
import io.autoscale.aws.AwsSources;
import io.autoscale.aws.call.Endpoints;
import io.autoscale.aws.trigger.SqsQueueTrigger;
import io.autoscale.engine.Registration;
import io.autoscale.event.DecisionRecord;
import io.autoscale.k8s.job.KubernetesJobTemplate;
import io.autoscale.k8s.job.KubernetesJobs;
import io.autoscale.spec.ScaledJob;
import io.autoscale.strategy.ScalingStrategy;
import io.autoscale.trigger.Trigger;
import io.autoscale.workload.CensusRequest;
import io.autoscale.workload.JobCensus;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Runs the sample: videos are queued, the autoscaler creates jobs, the jobs encode, and the
 * analyzer reports the results.
 */
final class Scenario {

    private static final String NAME = "video-processor";

    private final Options options;
    private final PrintStream out;
    private final InstantSource clock = InstantSource.system();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final CountDownLatch stop = new CountDownLatch(1);

    Scenario(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /**
     * Runs the scenario; returns whether every message was processed once and every job ended
     * Complete.
     */
    boolean run() throws IOException, InterruptedException {
        Progress progress = new Progress(out);
        try {
            return played(progress);
        } finally {
            stop.countDown();
            closeAll();
            writeRecord(progress.rounds());
        }
    }

    /**
     * Ends the scenario early, from another thread; {@link #run} then prints the results so far.
     */
    void stop() {
        stop.countDown();
    }

    private boolean played(Progress progress) throws InterruptedException {
        Queue queue = opened(queue());
        ResultAnalyzer analyzer = opened(new ResultAnalyzer(options.analyzerPort(), clock));
        KubernetesClient kubernetes = cluster();
        queue.produce(options.messages());
        out.println("produced " + options.messages() + " videos");
        if (!options.currentKubeconfig()) {
            opened(kubelet(kubernetes, queue, analyzer.uri()));
        }
        // the embedded queue listens on the loopback
        AwsSources sources = opened(AwsSources.builder()
                .endpoints(Endpoints.awsOnly().allowingLoopback())
                .build());
        KubernetesJobs jobs = opened(KubernetesJobs.create(kubernetes));
        Autoscaler autoscaler = opened(Autoscaler.builder()
                .sources(sources.factories())
                .authProvider(identity())
                .listener(progress)
                .build());
        ScaledJob scaledJob = scaledJob(queue, analyzer.uri());
        Registration registration = autoscaler.register(scaledJob, jobs);
        boolean ended = watch(queue, analyzer, jobs, scaledJob, progress);
        registration.close();
        out.println(analyzer.json());
        return verdict(analyzer, census(jobs, scaledJob), ended);
    }

    private ScaledJob scaledJob(Queue queue, URI analyzer) {
        SqsQueueTrigger trigger = SqsQueueTrigger.builder()
                .queueUrl(queue.url())
                .queueLength(1)
                .awsRegion(options.region())
                // both are for metrics that do not count a message after a worker has received it
                .scaleOnInFlight(!Set.of("accurate", "eager").contains(options.strategy()));
        URI endpoint = queue.endpoint();
        if (endpoint != null) {
            trigger.awsEndpoint(endpoint.toString());
        }
        Trigger built = trigger.build();
        return ScaledJob.builder(NAME)
                .namespace(options.namespace())
                .jobTemplate(KubernetesJobTemplate.of(podWork(queue.url(), analyzer)))
                .pollingInterval(options.pollingInterval())
                .maxReplicaCount(options.maxReplicas())
                .scalingStrategy(
                        switch (options.strategy()) {
                            case "custom" -> ScalingStrategy.custom(0, 1);
                            case "eagerCorrected" -> ScalingStrategy.eagerCorrected();
                            default ->
                                ScalingStrategy.fromText(options.strategy()).orElseThrow();
                        })
                .successfulJobsHistoryLimit(100_000)
                .trigger(built)
                .build();
    }

    private JobSpec podWork(String queueUrl, URI analyzer) {
        String reachable = options.analyzerUrl() == null ? analyzer.toString() : options.analyzerUrl();
        return new JobSpecBuilder()
                .withNewTemplate()
                .withNewSpec()
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName("video-encoder")
                .withImage(options.image())
                .withArgs("encode")
                .addNewEnv()
                .withName("QUEUE_URL")
                .withValue(queueUrl)
                .endEnv()
                .addNewEnv()
                .withName("AWS_REGION")
                .withValue(options.region())
                .endEnv()
                .addNewEnv()
                .withName("ANALYZER_URL")
                .withValue(reachable)
                .endEnv()
                .addNewEnv()
                .withName("ENCODE_SECONDS")
                .withValue(Double.toString(options.encodeTime().toMillis() / 1000.0))
                .endEnv()
                .endContainer()
                .endSpec()
                .endTemplate()
                .build();
    }

    private FakeKubelet kubelet(KubernetesClient kubernetes, Queue queue, URI analyzer) {
        HttpClient http = HttpClient.newHttpClient();
        Encoder encoder = new Encoder(queue.client(), queue.url(), analyzer, options.encodeTime(), stop, http);
        return new FakeKubelet(kubernetes, options.namespace(), options.maxReplicas(), encoder::run, clock);
    }

    private AuthProvider identity() {
        if (options.queueUrl() != null) {
            return AuthProvider.podIdentity(PodIdentity.aws());
        }
        return AuthProvider.fixed(new Authentication(
                AuthParameters.of(Map.of("awsAccessKeyID", "embedded", "awsSecretAccessKey", "embedded")),
                PodIdentity.none()));
    }

    private boolean watch(
            Queue queue, ResultAnalyzer analyzer, KubernetesJobs jobs, ScaledJob scaledJob, Progress progress)
            throws InterruptedException {
        Instant giveUp = clock.instant().plus(options.timeout());
        while (clock.instant().isBefore(giveUp)) {
            JobCensus census = census(jobs, scaledJob);
            int backlog = queue.backlog();
            progress.show(
                    backlog,
                    census.pending(),
                    census.running() - census.pending(),
                    census.succeeded() + census.failed());
            if (backlog == 0 && census.running() == 0 && analyzer.processedCount() >= options.messages()) {
                return true;
            }
            if (stop.await(250, TimeUnit.MILLISECONDS)) {
                out.println("stopped");
                return false;
            }
        }
        out.println("timed out after " + options.timeout().toSeconds() + " s");
        return false;
    }

    private boolean verdict(ResultAnalyzer analyzer, JobCensus census, boolean ended) {
        Map<String, Integer> byId = analyzer.processedById();
        boolean once = byId.size() == options.messages()
                && byId.values().stream().allMatch(count -> count == 1)
                && analyzer.processedCount() == options.messages();
        boolean complete = census.failed() == 0 && census.running() == 0;
        int jobs = census.succeeded() + census.failed() + census.running();
        out.println("messages: " + options.messages() + "; jobs: " + jobs + " (" + census.succeeded() + " Complete, "
                + census.failed() + " Failed, " + census.running() + " unfinished); messages processed exactly once: "
                + (once ? "yes" : "no, " + byId.size() + " of them were processed"));
        // the formula of eager starts jobs beyond the messages
        boolean exact = jobs == options.messages() || options.strategy().equals("eager");
        if (!exact && ended) {
            out.println(
                    "jobs: '" + jobs + "' is not valid, expected one for each of " + options.messages() + " messages");
        }
        return ended && once && complete && exact && analyzer.killedCount() == 0;
    }

    private static JobCensus census(KubernetesJobs jobs, ScaledJob scaledJob) {
        return jobs.observe(new CensusRequest(scaledJob.ref(), List.of()));
    }

    private Queue queue() {
        String url = options.queueUrl();
        return url == null
                ? Queue.embedded(opened(new EmbeddedQueue()).endpoint(), options.region())
                : Queue.real(url, options.region());
    }

    private KubernetesClient cluster() {
        return options.currentKubeconfig()
                ? opened(new KubernetesClientBuilder().build())
                : opened(opened(new EmbeddedCluster()).client());
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    private void closeAll() {
        while (!open.isEmpty()) {
            AutoCloseable resource = open.pop();
            try {
                resource.close();
            } catch (Exception e) {
                out.println(resource.getClass().getSimpleName() + " did not close: " + e.getMessage());
            }
        }
    }

    private void writeRecord(List<DecisionRecord> rounds) throws IOException {
        Path file = options.jsonFile();
        if (file != null) {
            String json =
                    rounds.stream().map(DecisionRecord::toJson).collect(Collectors.joining(",\n", "[\n", "\n]\n"));
            Files.writeString(file, json);
        }
    }
}
