// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.autoscale.auth.AuthProvider;
import io.autoscale.auth.Authentication;
import io.autoscale.auth.AuthenticationException;
import io.autoscale.auth.AuthenticationRef;
import io.autoscale.auth.AuthenticationRequest;
import io.autoscale.auth.IdentityOwner;
import io.autoscale.auth.PodIdentity;
import io.autoscale.auth.Secret;
import io.autoscale.auth.SecretQuery;
import io.autoscale.k8s.job.KubernetesJobTemplate;
import io.autoscale.k8s.resource.ParameterSource;
import io.autoscale.k8s.resource.ParameterSource.BoundToken;
import io.autoscale.k8s.resource.ParameterSource.ConfigMapKey;
import io.autoscale.k8s.resource.ParameterSource.ContainerVariable;
import io.autoscale.k8s.resource.ParameterSource.ExternalSecret;
import io.autoscale.k8s.resource.ParameterSource.ParameterFile;
import io.autoscale.k8s.resource.ParameterSource.SecretKey;
import io.autoscale.k8s.resource.TriggerAuthentication;
import io.autoscale.k8s.server.FaultProxy.Fault;
import io.autoscale.k8s.server.TestCluster;
import io.autoscale.testkit.ManualTime;
import io.autoscale.testkit.contract.AuthProviderContract;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assumptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesAuthProviderIT implements AuthProviderContract {

    private static final AuthenticationRef REF = AuthenticationRef.of("aws");
    private static final AuthenticationRef CLUSTER_REF =
            new AuthenticationRef("aws", AuthenticationRef.Kind.CLUSTER_TRIGGER_AUTHENTICATION);

    @TempDir
    Path folder;

    private final ManualTime time = new ManualTime();
    private TestCluster cluster;
    private KubernetesAuthProvider provider;

    @BeforeEach
    void start() {
        cluster = new TestCluster();
        secret("keys", Map.of("id", "AKIA1", "key", "PLANTED"));
        provider = of(authentication(new SecretKey("awsAccessKeyID", "keys", "id")))
                .build();
    }

    @AfterEach
    void stop() {
        provider.close();
        cluster.close();
    }

    @Override
    public AuthProvider provider() {
        use(new TriggerAuthentication(
                CLUSTER_REF, null, List.of(new SecretKey("awsAccessKeyID", "keys", "id")), PodIdentity.none(), null));
        return provider;
    }

    @Override
    public AuthenticationRef knownReference() {
        return CLUSTER_REF;
    }

    @Test
    void parameters_come_from_secrets_config_maps_containers_and_files() throws IOException {
        cluster.direct()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("settings")
                        .withNamespace(cluster.namespace())
                        .endMetadata()
                        .addToData("region", "eu-west-1")
                        .build())
                .create();
        Files.writeString(folder.resolve("keys.json"), "{\"d\": \"from-a-file\", \"e\": \"too\"}\n");
        List<ParameterSource> sources = List.of(
                new SecretKey("a", "keys", "id"),
                new ConfigMapKey("b", "settings", "region"),
                new ContainerVariable("c", "QUEUE", "encoder"),
                new ParameterFile("keys.json"));
        use(new TriggerAuthentication(CLUSTER_REF, null, sources, PodIdentity.aws(), null));
        Authentication found = provider.resolve(new AuthenticationRequest(
                CLUSTER_REF,
                cluster.namespace(),
                "orders",
                "default",
                (container, variable) -> java.util.Optional.of(container + "/" + variable)));
        assertThat(found.podIdentity()).isEqualTo(PodIdentity.aws());
        assertThat(texts(found))
                .isEqualTo(
                        Map.of("a", "AKIA1", "b", "eu-west-1", "c", "encoder/QUEUE", "d", "from-a-file", "e", "too"));
    }

    @Test
    void a_rotated_secret_is_seen_without_asking_for_it_again() {
        Object before = provider.version(request());
        assertThat(texts(provider.resolve(request()))).containsEntry("awsAccessKeyID", "AKIA1");
        await().until(() -> !provider.version(request()).equals(before));
        Object known = provider.version(request());
        cluster.proxy().forget();
        assertThat(provider.version(request())).isEqualTo(known);
        assertThat(cluster.proxy().requests()).isEmpty();
        secret("keys", Map.of("id", "AKIA2"));
        await().until(() -> !provider.version(request()).equals(known));
        assertThat(texts(provider.resolve(request()))).containsEntry("awsAccessKeyID", "AKIA2");
        assertThat(cluster.proxy().requests()).isEmpty();
        assertThat(provider.version(request()).toString()).doesNotContain("AKIA2");
    }

    @Test
    void a_namespaced_authentication_applies_to_its_own_namespace_only() {
        AuthenticationRequest elsewhere = new AuthenticationRequest(REF, "default", "orders", "default");
        assertThatThrownBy(() -> provider.resolve(elsewhere))
                .isInstanceOf(AuthenticationException.class)
                .hasMessage("TriggerAuthentication default/aws does not exist");
        // a lookup that violates its contract has no effect
        TriggerAuthentication ours = authentication(new SecretKey("a", "keys", "id"));
        provider.close();
        provider = KubernetesAuthProvider.builder(cluster.client())
                .authentications((ref, namespace) -> java.util.Optional.of(ours))
                .build();
        assertThatThrownBy(() -> provider.resolve(elsewhere)).hasMessageContaining("is not for namespace default");
    }

    @Test
    void a_cluster_authentication_reads_the_controllers_namespace_and_no_other() {
        use(new TriggerAuthentication(
                CLUSTER_REF, null, List.of(new SecretKey("a", "keys", "id")), PodIdentity.none(), null));
        AuthenticationRequest other = new AuthenticationRequest(CLUSTER_REF, "media", "orders", "default");
        assertThat(texts(provider.resolve(other))).containsEntry("a", "AKIA1");
        assertThat(cluster.proxy().requests())
                .noneMatch(request -> request.path().contains("/namespaces/media"));
    }

    @Test
    void a_missing_object_is_reported_by_kind_namespace_name_and_key() {
        use(authentication(new SecretKey("a", "gone", "id")));
        assertThatThrownBy(() -> provider.resolve(request()))
                .hasMessage("Secret " + cluster.namespace() + "/gone does not exist, expected one with the key id");
        use(authentication(new SecretKey("a", "keys", "gone")));
        assertThatThrownBy(() -> provider.resolve(request()))
                .hasMessage("Secret " + cluster.namespace() + "/keys has no key gone");
        use(authentication(new ConfigMapKey("a", "gone", "x")));
        assertThatThrownBy(() -> provider.resolve(request()))
                .hasMessage("ConfigMap " + cluster.namespace() + "/gone does not exist, expected one with the key x");
        use(authentication(new ContainerVariable("a", "QUEUE", "")));
        assertThatThrownBy(() -> provider.resolve(request()))
                .hasMessageContaining("environment variable QUEUE is not set in the first container of");
    }

    @Test
    void an_invalid_name_never_becomes_part_of_a_path() {
        List<ParameterSource> sources = List.of(
                new SecretKey("a", "../configmaps/x", "id"),
                new SecretKey("a", "", "id"),
                new ConfigMapKey("a", "x?watch=true", "id"),
                new BoundToken("a", "../../kube-system/serviceaccounts/admin"));
        for (ParameterSource source : sources) {
            use(authentication(source));
            cluster.proxy().forget();
            assertThatThrownBy(() -> provider.resolve(request()))
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageContaining("not a valid Kubernetes object name");
            assertThat(cluster.proxy().requests()).isEmpty();
        }
    }

    @Test
    void a_missing_permission_is_reported() {
        cluster.proxy().faults(call -> Fault.answer(403, "Forbidden", "no"));
        provider.close();
        provider = of(authentication(new SecretKey("a", "keys", "id")))
                .requestTimeout(Duration.ofSeconds(1))
                .build();
        assertThatThrownBy(() -> provider.resolve(request()))
                .isInstanceOf(AuthenticationException.class)
                .hasMessageContaining("Secret " + cluster.namespace() + "/keys could not be read");
    }

    @Test
    void files_outside_the_root_and_tokens_are_rejected() throws IOException {
        Path outside = Files.createTempFile("outside", ".txt");
        Files.createSymbolicLink(folder.resolve("link"), outside);
        for (String path : List.of("../" + outside.getFileName(), "link", outside.toString())) {
            use(new TriggerAuthentication(
                    CLUSTER_REF, null, List.of(new ParameterFile(path)), PodIdentity.none(), null));
            assertThatThrownBy(() -> provider.resolve(clusterRequest()))
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageStartingWith("filePath: '" + path + "'");
        }
        use(authentication(new ParameterFile("keys.json")));
        assertThatThrownBy(() -> provider.resolve(request()))
                .hasMessageContaining("expected it in a ClusterTriggerAuthentication");
        Files.delete(outside);
    }

    @Test
    void a_file_that_is_not_an_object_of_strings_is_rejected_and_not_quoted() throws IOException {
        for (String text : List.of("hunter2", "[\"hunter2\"]", "{\"a\": {\"b\": \"hunter2\"}}", "{\"a\": ")) {
            Files.writeString(folder.resolve("bad.json"), text);
            use(new TriggerAuthentication(
                    CLUSTER_REF, null, List.of(new ParameterFile("bad.json")), PodIdentity.none(), null));
            assertThatThrownBy(() -> provider.resolve(clusterRequest()))
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageStartingWith("filePath: 'bad.json' is not valid, expected a ")
                    .hasMessageNotContaining("hunter2");
        }
        use(new TriggerAuthentication(CLUSTER_REF, null, List.of(new ParameterFile("a\0b")), PodIdentity.none(), null));
        assertThatThrownBy(() -> provider.resolve(clusterRequest()))
                .hasMessageStartingWith("filePath is not valid, expected a path");
    }

    @Test
    void the_role_of_a_workload_is_that_of_its_service_account() {
        PodIdentity ofWorkload = PodIdentity.aws().ownedBy(IdentityOwner.WORKLOAD);
        use(new TriggerAuthentication(REF, cluster.namespace(), List.of(), ofWorkload, null));
        assertThatThrownBy(() -> provider.resolve(request()))
                .hasMessage("ServiceAccount " + cluster.namespace()
                        + "/encoder does not exist, expected one with the annotation eks.amazonaws.com/role-arn");
        cluster.direct()
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("encoder")
                        .withNamespace(cluster.namespace())
                        .addToAnnotations("eks.amazonaws.com/role-arn", "arn:aws:iam::123456789012:role/sqs")
                        .endMetadata()
                        .build())
                .create();
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(provider.resolve(request()).podIdentity())
                        .isEqualTo(ofWorkload.assuming("arn:aws:iam::123456789012:role/sqs")));
    }

    @Test
    void a_service_account_token_is_requested_once_until_it_nears_expiry() {
        Assumptions.assumeThat(cluster.isReal())
                .as("the embedded server issues no tokens")
                .isTrue();
        cluster.direct()
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("reader")
                        .withNamespace(cluster.namespace())
                        .endMetadata()
                        .build())
                .create();
        use(authentication(new BoundToken("token", "reader")));
        String token = texts(provider.resolve(request())).get("token");
        assertThat(token).isNotBlank();
        assertThat(texts(provider.resolve(request())).get("token")).isEqualTo(token);
        assertThat(cluster.proxy().count("POST")).isEqualTo(1);
    }

    @Test
    void an_external_secret_is_read_once_for_all_parameters_and_again_after_five_minutes() {
        AtomicInteger reads = new AtomicInteger();
        SecretQuery query = new SecretQuery("orders", null, null, "eu-west-1");
        provider.close();
        provider = of(authentication(new ExternalSecret("a", query, "id"), new ExternalSecret("b", query, "key")))
                .secretStore((wanted, caller) -> {
                    assertThat(wanted).isEqualTo(query);
                    return Secret.of("{\"id\":\"AKIA\",\"key\":\"" + reads.incrementAndGet() + "\"}");
                })
                .clock(time)
                .build();
        assertThat(texts(provider.resolve(request()))).isEqualTo(Map.of("a", "AKIA", "b", "1"));
        Object version = provider.version(request());
        time.advance(Duration.ofMinutes(4));
        assertThat(provider.version(request())).isEqualTo(version);
        time.advance(Duration.ofMinutes(1));
        assertThat(provider.version(request())).isNotEqualTo(version);
        assertThat(texts(provider.resolve(request()))).containsEntry("b", "2");
    }

    @Test
    void an_external_secret_needs_a_secret_store() {
        use(authentication(new ExternalSecret("a", new SecretQuery("orders", null, null, null), null)));
        assertThatThrownBy(() -> provider.resolve(request()))
                .hasMessage("secret orders cannot be read: no secret store is set (secretStore)");
    }

    @Test
    void the_environment_of_a_container_is_resolved_like_in_the_kubelet() {
        secret("database", Map.of("user", "media", "password", "s3cret"));
        JobSpec spec = Serialization.unmarshal("""
                {"template": {"spec": {"containers": [{"name": "encoder", "image": "encoder:1",
                  "envFrom": [{"prefix": "DB_", "secretRef": {"name": "database"}},
                              {"configMapRef": {"name": "not-there", "optional": true}}],
                  "env": [
                    {"name": "PLAIN", "value": "text"},
                    {"name": "FROM_SECRET", "valueFrom": {"secretKeyRef": {"name": "database", "key": "password"}}},
                    {"name": "JOINED", "value": "$(PLAIN)-$(DB_user)-$(UNKNOWN)-$$(PLAIN)"},
                    {"name": "OPTIONAL", "valueFrom": {"secretKeyRef": {"name": "x", "key": "y", "optional": true}}},
                    {"name": "MISSING", "valueFrom": {"secretKeyRef": {"name": "x", "key": "y"}}},
                    {"name": "DB_user", "value": "over"},
                    {"name": "ADDRESS", "valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}}}]}]}}}
                """, JobSpec.class);
        KubernetesJobTemplate plain = KubernetesJobTemplate.of(spec);
        KubernetesJobTemplate template = plain.readingEnvironment(provider, cluster.namespace());
        assertThat(template).isEqualTo(plain);
        assertThat(template.environment("encoder").get("PLAIN")).contains("text");
        assertThat(template.environment("").get("FROM_SECRET")).contains("s3cret");
        assertThat(template.environment("").get("JOINED")).contains("text-media-$(UNKNOWN)-$(PLAIN)");
        assertThat(template.environment("").get("DB_password")).contains("s3cret");
        assertThat(template.environment("").get("DB_user")).contains("over");
        assertThat(template.environment("").get("OPTIONAL")).isEmpty();
        assertThat(template.environment("").get("ADDRESS")).isEmpty();
        assertThat(template.environment("").get("NOBODY_SETS_IT")).isEmpty();
        assertThatThrownBy(() -> template.environment("").get("MISSING"))
                .hasMessage("Secret " + cluster.namespace() + "/x does not exist, expected one with the key y");
        assertThat(plain.environment("").get("FROM_SECRET")).isEmpty();
    }

    @Test
    void closing_ends_all_watches() {
        provider.resolve(request());
        await().until(() -> cluster.proxy().openWatches() == 1);
        provider.close();
        await().until(() -> cluster.proxy().openWatches() == 0);
        assertThatThrownBy(() -> provider.resolve(request())).hasMessageContaining("the provider is closed");
    }

    private void use(TriggerAuthentication authentication) {
        provider.close();
        provider = of(authentication).build();
    }

    private KubernetesAuthProviderBuilder of(TriggerAuthentication authentication) {
        return KubernetesAuthProvider.builder(cluster.client())
                .authentications(TriggerAuthentications.of(List.of(authentication)))
                .controllerNamespace(cluster.namespace())
                .fileRoot(folder);
    }

    private TriggerAuthentication authentication(ParameterSource... sources) {
        return new TriggerAuthentication(REF, cluster.namespace(), List.of(sources), PodIdentity.none(), null);
    }

    private AuthenticationRequest request() {
        return new AuthenticationRequest(REF, cluster.namespace(), "orders", "encoder");
    }

    private AuthenticationRequest clusterRequest() {
        return new AuthenticationRequest(CLUSTER_REF, cluster.namespace(), "orders", "encoder");
    }

    private void secret(String name, Map<String, String> texts) {
        cluster.direct()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(cluster.namespace())
                        .endMetadata()
                        .withData(encoded(texts))
                        .build())
                .createOr(io.fabric8.kubernetes.client.dsl.NonDeletingOperation::update);
    }

    private static Map<String, String> encoded(Map<String, String> texts) {
        Map<String, String> data = new java.util.TreeMap<>();
        texts.forEach((key, text) -> data.put(
                key,
                java.util.Base64.getEncoder().encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
        return data;
    }

    private static Map<String, @Nullable String> texts(Authentication found) {
        Map<String, @Nullable String> texts = new java.util.TreeMap<>();
        found.parameters()
                .names()
                .forEach(name -> texts.put(
                        name, found.parameters().get(name).map(Secret::reveal).orElse(null)));
        return texts;
    }
}
