// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.auth.AuthParameters;
import io.autoscale.auth.Authentication;
import io.autoscale.auth.IdentityOwner;
import io.autoscale.auth.PodIdentity;
import io.autoscale.auth.RoleToAssume;
import io.autoscale.auth.Secret;
import io.autoscale.aws.internal.client.AwsIdentities;
import io.autoscale.aws.trigger.AwsIdentity;
import io.autoscale.aws.trigger.AwsRegion;
import io.autoscale.trigger.EnvironmentLookup;
import io.autoscale.trigger.Trigger;
import io.autoscale.trigger.TriggerMetadata;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the precedence of identities. Entries have the form {@code name=text;name=text}. */
class AwsIdentityTest {

    private static final EnvironmentLookup ENVIRONMENT =
            EnvironmentLookup.of(Map.of("ID", "AKID-E", "KEY", "key-e", "BLANK", " "));
    private static final String ENV_KEYS = "awsAccessKeyIDFromEnv=ID;awsSecretAccessKeyFromEnv=KEY";
    private static final String OTHERWISE = ", or a pod identity, or identityOwner operator";
    private static final String NO_ID =
            "metadata.awsAccessKeyID is missing, expected the parameter or metadata awsAccessKeyID" + OTHERWISE;
    private static final String NO_KEY = "metadata.awsSecretAccessKey is missing, expected the parameter"
            + " awsSecretAccessKey or the metadata awsSecretAccessKeyFromEnv" + OTHERWISE;
    private static final String NOTHING =
            "metadata.awsAccessKeyID is missing, expected the parameters awsAccessKeyID and"
                    + " awsSecretAccessKey or such metadata" + OTHERWISE;
    private static final String UNSET =
            " is not valid, expected the name of an environment variable that the source container sets";
    private static final String ROLE = "arn:aws:iam::123456789012:role/reader";
    private static final String AN_ARN = "the ARN of a role, such as arn:aws:iam::123456789012:role/queue-reader";

    @ParameterizedTest(name = "{0} | {1} | {2} -> {3}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // pod identity      | parameters                                  | metadata            | identity
                "AWS  | -                                                          | -                   | own",
                "AWS  | awsAccessKeyID=AKID-P;awsSecretAccessKey=key-p             | -                   | own",
                "AWS  | -                                                          | identityOwner=pod   | own",
                "AWS  | -                           | awsSecretAccessKeyFromEnv=NOT_SET;awsAccessKeyIDFromEnv=NOT_SET | own",
                "OWN_BY_DEFAULT | - | -                                                                   | own",
                "OWN_BY_DEFAULT | - | awsAccessKeyID=AKID-M;awsSecretAccessKeyFromEnv=KEY       | AKID-M key-e -",
                "NONE | -                                                        | identityOwner=operator | own",
                "NONE | awsAccessKeyID=AKID-P;awsSecretAccessKey=key-p           | identityOwner=operator | own",
                "NONE | awsRoleArn=arn:aws:iam::1:role/r                         | identityOwner=operator | own",
                "NONE | -                                  | identityOwner=operator;awsAccessKeyIDFromEnv=NOT_SET | own",
                "AWS  | awsRoleArn=arn:aws:iam::123456789012:role/r        | -       | own -> arn:aws:iam::123456789012:role/r",
                "NONE | awsRoleArn=arn:aws:iam::123456789012:role/r;awsAccessKeyID=A;awsSecretAccessKey=k"
                        + " | - | own -> arn:aws:iam::123456789012:role/r",
                "NONE | awsAccessKeyID=AKID-P;awsSecretAccessKey=key-p             | -                 | AKID-P key-p -",
                "NONE | awsAccessKeyId=AKID-p;awsSecretAccessKey=key-p             | -                 | AKID-p key-p -",
                "NONE | awsAccessKeyID=A;awsAccessKeyId=b;awsSecretAccessKey=key-p | -                 | A key-p -",
                "NONE | awsAccessKeyID=AKID-P;awsSecretAccessKey=key-p;awsSessionToken=t | -           | AKID-P key-p t",
                "NONE | awsAccessKeyID=AKID-P;awsSecretAccessKey=key-p             | awsAccessKeyID=AKID-M | AKID-P key-p -",
                "NONE | awsAccessKeyID=AKID-P;awsSecretAccessKey=key-p      | awsAccessKeyIDFromEnv=NOT_SET | AKID-P key-p -",
                "NONE | awsRoleArn= ;awsAccessKeyID=AKID-P;awsSecretAccessKey=key-p | -                | AKID-P key-p -",
                "NONE | -            | awsAccessKeyIDFromEnv=ID;awsSecretAccessKeyFromEnv=KEY          | AKID-E key-e -",
                "NONE | -            | awsAccessKeyID=AKID-M;awsSecretAccessKeyFromEnv=KEY             | AKID-M key-e -",
                "NONE | -  | awsAccessKeyID=AKID-M;awsAccessKeyIDFromEnv=ID;awsSecretAccessKeyFromEnv=KEY | AKID-M key-e -",
                // a complete pair in metadata replaces an incomplete pair of parameters and its
                // token
                "NONE | awsAccessKeyID=AKID-P;awsSessionToken=t"
                        + "  | awsAccessKeyIDFromEnv=ID;awsSecretAccessKeyFromEnv=KEY                  | AKID-E key-e -",
                "NONE | awsAccessKeyID=AKID-P;awsSecretAccessKey= "
                        + "  | awsAccessKeyIDFromEnv=ID;awsSecretAccessKeyFromEnv=KEY                  | AKID-E key-e -",
            })
    void the_first_match_wins(PodIdentity.Provider pod, String parameters, String metadata, String expected) {
        PodIdentity podIdentity = switch (pod) {
            case AWS -> PodIdentity.aws();
            case OWN_BY_DEFAULT -> PodIdentity.ownByDefault();
            case NONE -> PodIdentity.none();
        };
        Found found = find(podIdentity, parameters, metadata);
        assertThat(found.errors()).isEmpty();
        assertThat(shown(found.identity())).isEqualTo(expected);
    }

    @Test
    void a_role_to_assume_takes_precedence_over_parameters() {
        PodIdentity podIdentity = PodIdentity.aws().assuming(ROLE).withExternalId("tenant-7");
        Found found = find(podIdentity, "awsRoleArn=other;awsAccessKeyID=A;awsSecretAccessKey=k", null);
        assertThat(found.errors()).isEmpty();
        assertThat(shown(found.identity())).isEqualTo("own -> " + ROLE + " with id");
        assertThat(found.identity().toString()).doesNotContain("tenant-7");
    }

    @Test
    void the_workload_role_comes_from_the_pod_identity() {
        PodIdentity podIdentity =
                PodIdentity.aws().ownedBy(IdentityOwner.WORKLOAD).assuming(ROLE);
        assertThat(shown(find(podIdentity, null, null).identity())).isEqualTo("own -> " + ROLE);
    }

    @Test
    void roles_are_assumed_one_after_another() {
        String last = "arn:aws:iam::210987654321:role/last";
        AwsIdentity identity = find(PodIdentity.aws().assuming(ROLE).assuming(last), null, null)
                .identity();
        assertThat(shown(identity)).isEqualTo("own -> " + ROLE + " -> " + last);
        assertThat(((AwsIdentity.AssumedRole) identity).hop()).isEqualTo(2);
    }

    static Stream<Arguments> withoutIdentity() {
        PodIdentity none = PodIdentity.none();
        PodIdentity aws = PodIdentity.aws();
        return Stream.of(
                Arguments.of(none, null, null, List.of(NOTHING)),
                Arguments.of(none, "awsSessionToken=t", null, List.of(NOTHING)),
                Arguments.of(PodIdentity.ownByDefault(), null, "awsAccessKeyID=AKID-M", List.of(NO_KEY)),
                Arguments.of(none, "awsAccessKeyID=AKID-P", null, List.of(NO_KEY)),
                Arguments.of(none, "awsSecretAccessKey=key-p", null, List.of(NO_ID)),
                Arguments.of(none, null, "awsAccessKeyID=AKID-M", List.of(NO_KEY)),
                Arguments.of(none, null, "awsSecretAccessKeyFromEnv=KEY", List.of(NO_ID)),
                Arguments.of(none, null, "awsAccessKeyID=AKID-M;awsSecretAccessKey=plain", List.of(NO_KEY)),
                Arguments.of(
                        none,
                        "awsAccessKeyID=AKID-P",
                        "awsSecretAccessKeyFromEnv=KEY",
                        List.of("metadata.awsAccessKeyID is missing, expected the metadata awsAccessKeyID with"
                                + " awsSecretAccessKeyFromEnv, because both keys must come from the same source")),
                Arguments.of(
                        none,
                        "awsSecretAccessKey=key-p",
                        "awsAccessKeyID=AKID-M",
                        List.of("metadata.awsSecretAccessKeyFromEnv is missing, expected the metadata"
                                + " awsSecretAccessKeyFromEnv with awsAccessKeyID, because both keys must come from"
                                + " the same source")),
                Arguments.of(
                        none,
                        null,
                        "awsAccessKeyIDFromEnv=NOT_SET;awsSecretAccessKeyFromEnv=BLANK",
                        List.of(
                                "metadata.awsAccessKeyIDFromEnv: 'NOT_SET'" + UNSET,
                                "metadata.awsSecretAccessKeyFromEnv: 'BLANK'" + UNSET)),
                Arguments.of(
                        none,
                        null,
                        ENV_KEYS + ";identityOwner=nobody",
                        List.of("metadata.identityOwner: 'nobody' is not valid, expected pod or operator")),
                Arguments.of(
                        none,
                        "awsRoleArn=queue-reader",
                        null,
                        List.of("metadata.awsRoleArn: '****' is not valid, expected " + AN_ARN)),
                Arguments.of(
                        aws.assuming("arn:aws:s3:::bucket"),
                        null,
                        "identityOwner=operator",
                        List.of("metadata.podIdentity.roleArn: 'arn:aws:s3:::bucket' is not valid, expected "
                                + AN_ARN)),
                Arguments.of(
                        aws.assuming("arn:aws-cn:iam::123456789012:role/reader"),
                        null,
                        null,
                        List.of("metadata.podIdentity.roleArn: 'arn:aws-cn:iam::123456789012:role/reader' is not valid,"
                                + " expected a role of partition aws, the partition of region eu-west-1")),
                Arguments.of(
                        aws.assuming(
                                RoleToAssume.of(ROLE).withSessionName("a b").withDuration(Duration.ofMinutes(1))),
                        null,
                        null,
                        List.of(
                                "metadata.podIdentity.sessionName: 'a b' is not valid, expected 2 to 64 letters,"
                                        + " digits and _+=,.@-",
                                "metadata.podIdentity.duration: 'PT1M' is not valid, expected PT15M to PT12H")),
                Arguments.of(
                        aws.assuming(ROLE).assuming(RoleToAssume.of(ROLE).withDuration(Duration.ofHours(2))),
                        null,
                        null,
                        List.of("metadata.podIdentity.duration: 'PT2H' is not valid, expected PT15M to PT1H, the bound"
                                + " of a role that another role assumes")),
                Arguments.of(
                        aws.ownedBy(IdentityOwner.WORKLOAD),
                        null,
                        null,
                        List.of("metadata.podIdentity.roleArn is missing, expected the role of the workload's service"
                                + " account (annotation eks.amazonaws.com/role-arn)")));
    }

    @ParameterizedTest
    @MethodSource("withoutIdentity")
    void no_identity_is_an_error_that_names_what_is_missing(
            PodIdentity podIdentity, String parameters, String metadata, List<String> errors) {
        assertThat(find(podIdentity, parameters, metadata).errors()).isEqualTo(errors);
    }

    @Test
    void keys_are_never_printed() {
        AwsIdentity keys =
                new AwsIdentity.StaticKeys("AKID", Secret.of(TestSources.SECRET), Secret.of(TestSources.SECRET));
        assertThat(keys.toString()).contains("AKID").doesNotContain(TestSources.SECRET);
    }

    private record Found(AwsIdentity identity, List<String> errors) {}

    private static Found find(PodIdentity podIdentity, String parameters, String metadata) {
        Trigger trigger =
                Trigger.builder("aws-sqs-queue").metadata(entries(metadata)).build();
        TriggerMetadata reader = TriggerMetadata.of(trigger, ENVIRONMENT);
        AwsIdentity identity = AwsIdentities.of(
                reader,
                new Authentication(AuthParameters.of(entries(parameters)), podIdentity),
                ENVIRONMENT,
                new AwsRegion("eu-west-1"));
        return new Found(
                identity,
                reader.violations().stream().map(error -> error.toString()).toList());
    }

    private static Map<String, String> entries(String text) {
        return text == null
                ? Map.of()
                : Arrays.stream(text.split(";"))
                        .map(entry -> entry.split("=", 2))
                        .collect(Collectors.toMap(entry -> entry[0], entry -> entry[1]));
    }

    private static String shown(AwsIdentity identity) {
        if (identity instanceof AwsIdentity.StaticKeys keys) {
            Secret token = keys.sessionToken();
            return keys.accessKeyId() + " " + keys.secretAccessKey().reveal() + " "
                    + (token == null ? "-" : token.reveal());
        }
        return identity instanceof AwsIdentity.AssumedRole role
                ? shown(role.caller()) + " -> " + role.role() + (role.role().externalId() == null ? "" : " with id")
                : "own";
    }
}
