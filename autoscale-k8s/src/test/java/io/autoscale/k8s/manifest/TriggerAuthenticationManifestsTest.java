// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.auth.AuthenticationRef;
import io.autoscale.auth.IdentityOwner;
import io.autoscale.auth.PodIdentity;
import io.autoscale.auth.SecretQuery;
import io.autoscale.k8s.resource.ParameterSource;
import io.autoscale.k8s.resource.SecretStoreAccess;
import io.autoscale.k8s.resource.TriggerAuthentication;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests how a TriggerAuthentication or ClusterTriggerAuthentication in YAML is read. */
class TriggerAuthenticationManifestsTest {

    private static final String HEAD = """
            apiVersion: keda.sh/v1alpha1
            kind: ClusterTriggerAuthentication
            metadata:
              name: aws
            spec:
            """;

    @Test
    void every_parameter_location_is_read() {
        TriggerAuthentication authentication = only(HEAD + """
              secretTargetRef:
                - {parameter: awsAccessKeyID, name: aws, key: id}
              configMapTargetRef:
                - {parameter: awsRegion, name: settings, key: region}
              env:
                - {parameter: one, name: ONE}
                - {parameter: two, name: TWO, containerName: sidecar}
              filePath: keys/three.json
              boundServiceAccountToken:
                - {parameter: token, serviceAccountName: reader}
              awsSecretManager:
                region: eu-west-1
                secrets:
                  - {parameter: four, name: prod/four}
                  - {parameter: five, name: prod/five, versionId: v1, versionStage: AWSCURRENT, secretKey: password}
            """);
        assertThat(authentication.parameters())
                .containsExactly(
                        new ParameterSource.SecretKey("awsAccessKeyID", "aws", "id"),
                        new ParameterSource.ConfigMapKey("awsRegion", "settings", "region"),
                        new ParameterSource.ContainerVariable("one", "ONE", ""),
                        new ParameterSource.ContainerVariable("two", "TWO", "sidecar"),
                        new ParameterSource.ParameterFile("keys/three.json"),
                        new ParameterSource.BoundToken("token", "reader"),
                        new ParameterSource.ExternalSecret(
                                "four", new SecretQuery("prod/four", null, null, "eu-west-1"), null),
                        new ParameterSource.ExternalSecret(
                                "five", new SecretQuery("prod/five", "v1", "AWSCURRENT", "eu-west-1"), "password"));
        assertThat(authentication.podIdentity()).isEqualTo(PodIdentity.none());
        assertThat(authentication.storeAccess()).isNull();
    }

    @Test
    void the_namespaced_kind_has_a_namespace_and_the_cluster_kind_has_none() {
        assertThat(only(HEAD + "  podIdentity: {provider: aws}"))
                .isEqualTo(new TriggerAuthentication(
                        new AuthenticationRef("aws", AuthenticationRef.Kind.CLUSTER_TRIGGER_AUTHENTICATION),
                        null,
                        List.of(),
                        PodIdentity.aws(),
                        null));
        String namespaced = HEAD.replace("Cluster", "") + "  podIdentity: {provider: aws}";
        assertThat(only(namespaced).namespace()).isEqualTo("default");
        assertThat(only(namespaced.replace("name: aws", "{name: aws, namespace: media}"))
                        .namespace())
                .isEqualTo("media");
        assertThat(only(namespaced).ref()).isEqualTo(AuthenticationRef.of("aws"));
    }

    @ParameterizedTest
    @MethodSource("identities")
    void a_pod_identity_is_read(String yaml, PodIdentity expected) {
        assertThat(only(HEAD + "  podIdentity: " + yaml).podIdentity()).isEqualTo(expected);
    }

    static Stream<Arguments> identities() {
        String role = "arn:aws:iam::123123123123:role/sqs";
        return Stream.of(
                Arguments.of("{provider: none}", PodIdentity.none()),
                Arguments.of("{provider: aws}", PodIdentity.aws()),
                Arguments.of("{provider: aws, identityOwner: keda}", PodIdentity.aws()),
                Arguments.of(
                        "{provider: aws, identityOwner: workload}",
                        PodIdentity.aws().ownedBy(IdentityOwner.WORKLOAD)),
                Arguments.of(
                        "{provider: aws, roleArn: '" + role + "'}",
                        PodIdentity.aws().assuming(role)),
                Arguments.of(
                        "{provider: aws, roleArn: '" + role + "', identityOwner: keda, externalID: x}",
                        PodIdentity.aws().assuming(role).withExternalId("x")),
                Arguments.of("{provider: aws-eks}", PodIdentity.aws().ownedBy(IdentityOwner.WORKLOAD)));
    }

    @Test
    void secrets_manager_supports_keys_and_pod_identity() {
        String secrets = "    secrets: [{parameter: four, name: prod/four}]\n";
        assertThat(only(HEAD + "  awsSecretManager:\n" + secrets + """
                    credentials:
                      accessKey: {valueFrom: {secretKeyRef: {name: aws, key: id}}}
                      accessSecretKey: {valueFrom: {secretKeyRef: {name: aws, key: secret}}}
                      accessToken: {valueFrom: {secretKeyRef: {name: aws, key: token}}}
                """).storeAccess())
                .isEqualTo(new SecretStoreAccess(
                        PodIdentity.none(),
                        List.of(
                                new ParameterSource.SecretKey("awsAccessKeyID", "aws", "id"),
                                new ParameterSource.SecretKey("awsSecretAccessKey", "aws", "secret"),
                                new ParameterSource.SecretKey("awsSessionToken", "aws", "token"))));
        assertThat(only(HEAD + "  awsSecretManager:\n" + secrets + "    podIdentity: {provider: aws}\n")
                        .storeAccess())
                .isEqualTo(new SecretStoreAccess(PodIdentity.aws(), List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "podIdentity: {provider: azure-workload} | podIdentity.provider | azure-workload | one of none, aws, aws-eks",
                "podIdentity: {provider: awss} | podIdentity.provider | awss | one of none, aws, aws-eks",
                "oauth2: {clientId: x} | oauth2 | {…} | ''",
                "podIdentity: {provider: aws, identityId: x} | podIdentity.identityId | x | ''",
                "podIdentity: {} | podIdentity.provider | <missing> | one of none",
                "podIdentity: {provider: aws, identityOwner: pod} | podIdentity.identityOwner | pod | keda or workload",
                "podIdentity: {provider: aws, roleArn: r, identityOwner: workload} | podIdentity.roleArn | r | nothing: identityOwner workload",
                "podIdentity: {provider: aws, externalID: e} | podIdentity.externalID | **** | nothing: it requires",
                "podIdentity: {provider: none, roleArn: r} | podIdentity.roleArn | r | nothing: provider none",
                "hashiCorpVault: {address: x} | hashiCorpVault | {…} | ''",
                "azureKeyVault: {vaultUri: x} | azureKeyVault | {…} | ''",
                "gcpSecretManager: {secrets: []} | gcpSecretManager | {…} | ''",
                "secretTargetRef: [{name: n, key: k}] | secretTargetRef[0].parameter | <missing> | the name of a parameter",
                "secretTargetRef: [{parameter: p, name: '', key: k}] | secretTargetRef[0].name | '' | the name of a Secret",
                "configMapTargetRef: [{parameter: p, name: n}] | configMapTargetRef[0].key | <missing> | a key of",
                "env: [{parameter: p}] | env[0].name | <missing> | the name of an environment variable",
                "filePath: [{parameter: p, path: x}] | filePath | […] | a string",
                "boundServiceAccountToken: [{parameter: p}] | boundServiceAccountToken[0].serviceAccountName | <missing> | the name of a ServiceAccount",
                "boundServiceAccountToken: [{parameter: p, serviceAccountName: ../../kube-system/serviceaccounts/admin}] | boundServiceAccountToken[0].serviceAccountName | ../../kube-system/serviceaccounts/admin | the name of a ServiceAccount: lower-case",
                "secretTargetRef: [{parameter: p, name: a/b, key: k}] | secretTargetRef[0].name | a/b | the name of a Secret: lower-case",
                "configMapTargetRef: [{parameter: p, name: A, key: k}] | configMapTargetRef[0].name | A | the name of a ConfigMap: lower-case",
                "awsSecretManager: {region: r} | awsSecretManager.secrets | <missing> | a list of secrets",
                "awsSecretManager: {secrets: [{parameter: p}]} | awsSecretManager.secrets[0].name | <missing> | the name or ARN",
                "awsSecretManager: {secrets: [], credentials: {accessSecretKey: {valueFrom: {secretKeyRef: {name: n, key: k}}}}} | awsSecretManager.credentials.accessKey | <missing> | valueFrom",
                "awsSecretManager: {secrets: [], credentials: {accessKey: {valueFrom: {}}}} | awsSecretManager.credentials.accessKey.valueFrom.secretKeyRef | <missing> | name and key",
            })
    void an_error_has_its_line_path_text_and_expectation(String yaml, String path, String text, String expected) {
        KedaManifests manifests = KedaManifests.parse("auth.yaml", HEAD + "  " + yaml);
        assertThat(manifests.triggerAuthentications()).isEmpty();
        assertThat(manifests.errors()).as("%s", manifests.errors()).anySatisfy(error -> {
            assertThat(error.line()).isEqualTo(6);
            assertThat(error.path()).isEqualTo("spec." + path);
            assertThat(error.text()).isEqualTo(text.equals("''") ? "" : text);
            assertThat(error.expected()).startsWith(expected.equals("''") ? "" : expected);
        });
    }

    @Test
    void only_the_cluster_kind_reads_files() {
        String files = "  filePath: x.json";
        assertThat(only(HEAD + files).parameters()).hasSize(1);
        assertThat(KedaManifests.parse("auth.yaml", HEAD + "  filePath: \"a\\0b\"")
                        .errors())
                .singleElement()
                .hasToString(
                        "auth.yaml:6: spec.filePath: 'a?b' is not valid, expected a path without control characters");
        assertThat(KedaManifests.parse("auth.yaml", HEAD.replace("Cluster", "") + files)
                        .errors())
                .singleElement()
                .hasToString("auth.yaml:6: spec.filePath: 'x.json' is not valid, expected nothing: only a "
                        + "ClusterTriggerAuthentication reads files");
    }

    @Test
    void an_unknown_field_is_an_error_at_every_level() {
        KedaManifests manifests = KedaManifests.parse("auth.yaml", HEAD + """
              podIdentity: {provider: aws, colour: red}
              secretTargetRef: [{parameter: p, name: s, key: k, colour: red}]
              awsSecretManager: {secrets: [{parameter: p, name: s, colour: red}], colour: red}
              colour: red
            """);
        assertThat(manifests.triggerAuthentications()).isEmpty();
        assertThat(manifests.errors())
                .extracting(ManifestViolation::path)
                .containsExactlyInAnyOrder(
                        "spec.podIdentity.colour",
                        "spec.secretTargetRef[0].colour",
                        "spec.awsSecretManager.secrets[0].colour",
                        "spec.awsSecretManager.colour",
                        "spec.colour");
    }

    @Test
    void fields_ignored_by_aws_eks_are_warnings() {
        KedaManifests manifests = KedaManifests.parse(
                "auth.yaml", HEAD + "  podIdentity: {provider: aws-eks, roleArn: r, identityOwner: keda}\n");
        assertThat(manifests.errors()).isEmpty();
        assertThat(manifests.warnings())
                .extracting(ManifestViolation::path)
                .containsExactly("spec.podIdentity.roleArn", "spec.podIdentity.identityOwner");
    }

    private static TriggerAuthentication only(String text) {
        KedaManifests manifests = KedaManifests.parse("auth.yaml", text);
        assertThat(manifests.errors()).isEmpty();
        assertThat(manifests.warnings()).isEmpty();
        return manifests.triggerAuthentications().get(0);
    }
}
