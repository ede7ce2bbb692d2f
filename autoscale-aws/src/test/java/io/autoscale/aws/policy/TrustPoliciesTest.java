// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.auth.RoleToAssume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustPoliciesTest {

    private static final String ISSUER = "https://oidc.eks.eu-west-1.amazonaws.com/id/ABCDEF0123456789";
    private static final String CONTROLLER = "arn:aws:iam::111111111111:role/controller";
    private static final RoleToAssume READER = RoleToAssume.of("arn:aws:iam::222222222222:role/reader");

    private static final OidcProvider PROVIDER = OidcProvider.ofIssuer(ISSUER, "111111111111", "eu-west-1");

    @Test
    void a_service_account_is_trusted_by_exact_name_and_audience() {
        assertThat(TrustPolicies.serviceAccount(PROVIDER, "media", "controller").toJson())
                .isEqualTo("""
                {
                  "Version": "2012-10-17",
                  "Statement": [
                    {
                      "Sid": "TrustServiceAccount",
                      "Effect": "Allow",
                      "Principal": {
                        "Federated": "arn:aws:iam::111111111111:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABCDEF0123456789"
                      },
                      "Action": "sts:AssumeRoleWithWebIdentity",
                      "Condition": {
                        "StringEquals": {
                          "oidc.eks.eu-west-1.amazonaws.com/id/ABCDEF0123456789:aud": "sts.amazonaws.com",
                          "oidc.eks.eu-west-1.amazonaws.com/id/ABCDEF0123456789:sub": "system:serviceaccount:media:controller"
                        }
                      }
                    }
                  ]
                }""");
    }

    @Test
    void china_has_its_own_partition_and_the_common_audience() {
        OidcProvider china = OidcProvider.ofIssuer(
                "https://oidc.eks.cn-north-1.amazonaws.com.cn/id/ABC", "111111111111", "cn-north-1");
        assertThat(china.arn())
                .isEqualTo("arn:aws-cn:iam::111111111111:oidc-provider/oidc.eks.cn-north-1.amazonaws.com.cn/id/ABC");
        assertThat(TrustPolicies.serviceAccount(china, "media", "controller").toJson())
                .contains("\"oidc.eks.cn-north-1.amazonaws.com.cn/id/ABC:aud\": \"sts.amazonaws.com\"");
        assertThat(TrustPolicies.serviceAccount(china, "media", "controller", "sts.amazonaws.com.cn")
                        .toJson())
                .contains(":aud\": \"sts.amazonaws.com.cn\"");
    }

    @Test
    void eks_pod_identity_is_trusted_with_its_tags() {
        assertThat(TrustPolicies.eksPodIdentity(PodIdentityScope.any()).toJson())
                .isEqualTo("""
                {
                  "Version": "2012-10-17",
                  "Statement": [
                    {
                      "Sid": "TrustEksPodIdentity",
                      "Effect": "Allow",
                      "Principal": {
                        "Service": "pods.eks.amazonaws.com"
                      },
                      "Action": [
                        "sts:AssumeRole",
                        "sts:TagSession"
                      ]
                    }
                  ]
                }""");
        PodIdentityScope scope = PodIdentityScope.any()
                .inAccount("111111111111")
                .inCluster("arn:aws:eks:eu-west-1:111111111111:cluster/prod")
                .ofServiceAccount("media", "controller");
        assertThat(TrustPolicies.eksPodIdentity(scope).toJson())
                .contains(
                        "\"aws:SourceAccount\": \"111111111111\"",
                        "\"aws:RequestTag/eks-cluster-arn\": \"arn:aws:eks:eu-west-1:111111111111:cluster/prod\"",
                        "\"aws:RequestTag/kubernetes-namespace\": \"media\"",
                        "\"aws:RequestTag/kubernetes-service-account\": \"controller\"");
    }

    @Test
    void callers_are_trusted_with_the_external_id_and_the_tags_of_the_role() {
        RoleToAssume role = READER.withExternalId("tenant-7").withTag("team", "orders");
        String user = "arn:aws:iam::111111111111:user/ops";
        assertThat(TrustPolicies.callers(role, user, CONTROLLER).toJson()).isEqualTo("""
                {
                  "Version": "2012-10-17",
                  "Statement": [
                    {
                      "Sid": "TrustCallers",
                      "Effect": "Allow",
                      "Principal": {
                        "AWS": [
                          "arn:aws:iam::111111111111:role/controller",
                          "arn:aws:iam::111111111111:user/ops"
                        ]
                      },
                      "Action": [
                        "sts:AssumeRole",
                        "sts:TagSession"
                      ],
                      "Condition": {
                        "StringEquals": {
                          "sts:ExternalId": "tenant-7"
                        }
                      }
                    }
                  ]
                }""");
        assertThat(TrustPolicies.callers(role, CONTROLLER)).asString().doesNotContain("tenant-7");
    }

    @Test
    void conditions_are_separate_for_each_caller() {
        String other = "arn:aws:iam::333333333333:role/other";
        PolicyDocument both = TrustPolicies.callers(READER.withExternalId("tenant-7"), CONTROLLER)
                .and(TrustPolicies.callers(READER.withExternalId("tenant-8"), other))
                .and(TrustPolicies.serviceAccount(PROVIDER, "media", "encoder"));
        assertThat(both.toJson().lines().map(String::trim))
                .containsSubsequence(
                        "\"Sid\": \"TrustCallers\",",
                        "\"AWS\": \"" + CONTROLLER + "\"",
                        "\"sts:ExternalId\": \"tenant-7\"",
                        "\"Sid\": \"TrustCallers2\",",
                        "\"AWS\": \"" + other + "\"",
                        "\"sts:ExternalId\": \"tenant-8\"",
                        "\"Sid\": \"TrustServiceAccount\",");
    }

    @ParameterizedTest
    @CsvSource({
        "Media, controller, sts.amazonaws.com, namespace: 'Media' is not valid",
        "*, controller, sts.amazonaws.com, namespace: '*' is not valid",
        "media, *, sts.amazonaws.com, serviceAccount: '*' is not valid",
        "media, a:b, sts.amazonaws.com, serviceAccount: 'a:b' is not valid",
        "media, controller, '', audience: '' is not valid",
    })
    void a_service_account_that_could_match_others_is_rejected(
            String namespace, String serviceAccount, String audience, String expected) {
        assertThatThrownBy(() -> TrustPolicies.serviceAccount(PROVIDER, namespace, serviceAccount, audience))
                .hasMessageContaining(expected)
                .hasMessageContaining("expected");
    }

    @Test
    void other_errors_name_field_value_and_expectation_too() {
        assertThatThrownBy(() -> new OidcProvider("arn:aws:iam::1:oidc-provider/x"))
                .hasMessageContaining("oidcProvider: 'arn:aws:iam::1:oidc-provider/x' is not valid, expected the ARN");
        assertThatThrownBy(() -> OidcProvider.ofIssuer("oidc.eks", "1", "EU"))
                .hasMessageContaining("issuer: 'oidc.eks' is not valid, expected an https URL")
                .hasMessageContaining("account: '1' is not valid")
                .hasMessageContaining("region: 'EU' is not valid");
        assertThatThrownBy(() -> PodIdentityScope.any().inCluster("prod"))
                .hasMessageContaining("clusterArn: 'prod' is not valid, expected the ARN of a cluster");
        assertThatThrownBy(() -> TrustPolicies.callers(READER)).hasMessageContaining("callers is missing");
        assertThatThrownBy(() -> TrustPolicies.callers(RoleToAssume.of("reader"), "*"))
                .hasMessageContaining("role.arn: 'reader' is not valid")
                .hasMessageContaining("callers[0]: '*' is not valid, expected the ARN of a role or user");
        assertThatThrownBy(() -> TrustPolicies.callers(READER.withExternalId("${aws:username}"), CONTROLLER))
                .hasMessageContaining("role.externalId: '***' is not valid")
                .hasMessageNotContaining("username");
    }
}
