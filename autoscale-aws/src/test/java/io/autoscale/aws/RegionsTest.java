// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.call.Endpoints;
import io.autoscale.aws.trigger.AwsRegion;
import io.autoscale.aws.trigger.KinesisStreamTrigger;
import io.autoscale.source.ScalerSource;
import io.autoscale.trigger.Trigger;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;

/**
 * Tests which host is called in each region known to the SDK, observed at the transport, without
 * DNS.
 */
class RegionsTest {

    /** The partition by prefix of the region name; the default is {@code aws}. */
    private static final Map<String, String> PARTITIONS = new TreeMap<>(Map.of(
            "cn-", "aws-cn",
            "us-gov-", "aws-us-gov",
            "us-iso-", "aws-iso",
            "us-isob-", "aws-iso-b",
            "eu-isoe-", "aws-iso-e",
            "us-isof-", "aws-iso-f",
            "eusc-", "aws-eusc"));

    private static final Map<String, String> SUFFIXES = Map.of(
            "aws", "amazonaws.com",
            "aws-cn", "amazonaws.com.cn",
            "aws-us-gov", "amazonaws.com",
            "aws-iso", "c2s.ic.gov",
            "aws-iso-b", "sc2s.sgov.gov",
            "aws-iso-e", "cloud.adc-e.uk",
            "aws-iso-f", "csp.hci.ic.gov",
            "aws-eusc", "amazonaws.eu");

    private final HostTrap hosts = new HostTrap();

    @AfterEach
    void close() {
        hosts.close();
    }

    static Stream<String> regions() {
        return Region.regions().stream()
                .filter(region -> !region.isGlobalRegion())
                .map(Region::id);
    }

    @ParameterizedTest
    @MethodSource("regions")
    void the_region_determines_partition_and_host(String region) {
        String partition = partition(region);
        assertThat(new AwsRegion(region).partition()).isEqualTo(partition);
        String end = "." + region + "." + SUFFIXES.get(partition);
        assertThat(hostOf("aws-sqs-queue", region, Endpoints.awsOnly(), Map.of()))
                .isEqualTo("sqs" + end);
        assertThat(hostOf(KinesisStreamTrigger.TYPE, region, Endpoints.awsOnly(), Map.of()))
                .isEqualTo("kinesis" + end);
    }

    @ParameterizedTest
    @MethodSource("regions")
    void default_endpoints_of_a_region_are_accepted_in_a_trigger(String region) {
        for (boolean dualStack : new boolean[] {false, true}) {
            for (boolean fips : new boolean[] {false, !region.startsWith("cn-")}) {
                Endpoints endpoints = Endpoints.awsOnly().fips(fips).dualStack(dualStack);
                check(AwsService.SQS, region, endpoints, hostOf("aws-sqs-queue", region, endpoints, Map.of()));
                check(
                        AwsService.KINESIS,
                        region,
                        endpoints,
                        hostOf(KinesisStreamTrigger.TYPE, region, endpoints, Map.of()));
            }
        }
    }

    private static void check(AwsService service, String region, Endpoints endpoints, String host) {
        assertThat(endpoints.objection(service, new AwsRegion(region), URI.create("https://" + host)))
                .as("%s in %s", host, region)
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "us-east-1, true, false, kinesis-fips.us-east-1.amazonaws.com",
        "us-east-1, false, true, kinesis.us-east-1.api.aws",
        "us-east-1, true, true, kinesis-fips.us-east-1.api.aws",
        "us-gov-west-1, true, false, kinesis.us-gov-west-1.amazonaws.com",
        "cn-north-1, false, true, kinesis.cn-north-1.api.amazonwebservices.com.cn",
    })
    void fips_and_dual_stack_are_set_by_the_program_or_by_the_trigger(
            String region, boolean fips, boolean dualStack, String host) {
        Map<String, String> said = Map.of(
                "awsUseFipsEndpoint", Boolean.toString(fips), "awsUseDualStackEndpoint", Boolean.toString(dualStack));
        Endpoints program = Endpoints.awsOnly().fips(fips).dualStack(dualStack);
        Endpoints opposite = Endpoints.awsOnly().fips(!fips).dualStack(!dualStack);
        assertThat(hostOf(KinesisStreamTrigger.TYPE, region, program, Map.of())).isEqualTo(host);
        assertThat(hostOf(KinesisStreamTrigger.TYPE, region, Endpoints.awsOnly(), said))
                .isEqualTo(host);
        assertThat(hostOf(KinesisStreamTrigger.TYPE, region, opposite, said)).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cn-north-1", "cn-northwest-1"})
    void fips_in_china_is_rejected_in_program_and_trigger(String region) {
        String error =
                "metadata.awsUseFipsEndpoint: 'true' is not valid, expected false, because FIPS endpoints do not exist"
                        + " in partition aws-cn";
        assertThatThrownBy(() -> hostOf(
                        KinesisStreamTrigger.TYPE, region, Endpoints.awsOnly(), Map.of("awsUseFipsEndpoint", "true")))
                .hasMessageContaining(error);
        Endpoints fips = Endpoints.awsOnly().fips(true);
        assertThatThrownBy(() -> hostOf(KinesisStreamTrigger.TYPE, region, fips, Map.of()))
                .hasMessageContaining(error);
        assertThat(hostOf(KinesisStreamTrigger.TYPE, region, fips, Map.of("awsUseFipsEndpoint", "false")))
                .isEqualTo("kinesis." + region + ".amazonaws.com.cn");
    }

    @Test
    void an_explicit_endpoint_takes_precedence_over_fips_and_dual_stack() {
        String named = "vpce-0a1b-2c3d.kinesis.eu-west-1.vpce.amazonaws.com";
        Endpoints program = Endpoints.awsOnly().fips(true).dualStack(true);
        assertThat(hostOf(KinesisStreamTrigger.TYPE, "eu-west-1", program, Map.of("awsEndpoint", "https://" + named)))
                .isEqualTo(named);
        Endpoints mapped = program.with(AwsService.KINESIS, URI.create("https://kinesis.corp.example"));
        assertThat(hostOf(KinesisStreamTrigger.TYPE, "eu-west-1", mapped, Map.of()))
                .isEqualTo("kinesis.corp.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"awsUseFipsEndpoint", "awsUseDualStackEndpoint"})
    void a_trigger_with_an_endpoint_must_not_set_fips_or_dual_stack(String key) {
        Map<String, String> both = Map.of("awsEndpoint", "https://kinesis.eu-west-1.amazonaws.com", key, "true");
        assertThatThrownBy(() -> hostOf(KinesisStreamTrigger.TYPE, "eu-west-1", Endpoints.awsOnly(), both))
                .hasMessageContaining("metadata." + key
                        + ": 'true' is not valid, expected false, because awsEndpoint sets the endpoint");
    }

    private String hostOf(String type, String region, Endpoints endpoints, Map<String, String> more) {
        Trigger trigger = Trigger.builder(type)
                .metadata(more)
                .metadata("awsRegion", region)
                .metadata(type.equals(KinesisStreamTrigger.TYPE) ? "streamName" : "queueURL", "orders")
                .build();
        hosts.forget();
        try (AwsSources sources = AwsSources.builder()
                        .attempts(1)
                        .httpClient(hosts)
                        .endpoints(endpoints)
                        .build();
                ScalerSource source = TestSources.source(sources, trigger)) {
            assertThat(Roles.failure(source)).hasMessageContaining("failed");
        }
        assertThat(hosts.contacted()).hasSize(1);
        return hosts.contacted().iterator().next();
    }

    private static String partition(String region) {
        return PARTITIONS.entrySet().stream()
                .filter(entry -> region.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("aws");
    }
}
