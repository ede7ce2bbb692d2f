// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.aws.trigger.AwsRegion;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointsTest {

    private static final AwsRegion IRELAND = new AwsRegion("eu-west-1");

    private final Endpoints awsOnly = Endpoints.awsOnly();

    @ParameterizedTest
    @CsvSource({
        "SQS, eu-west-1, https://sqs.eu-west-1.amazonaws.com",
        "SQS, eu-west-1, https://sqs.eu-west-1.amazonaws.com/",
        "SQS, eu-west-1, https://SQS.EU-WEST-1.amazonaws.COM",
        "SQS, eu-west-1, https://sqs.eu-west-1.amazonaws.com:443",
        "SQS, eu-west-1, https://eu-west-1.queue.amazonaws.com",
        "SQS, eu-west-1, https://sqs.eu-west-1.api.aws",
        "SQS, us-east-1, https://sqs-fips.us-east-1.amazonaws.com",
        "SQS, us-east-1, https://sqs-fips.us-east-1.api.aws",
        "SQS, eu-west-1, https://vpce-0123abc-45def.sqs.eu-west-1.vpce.amazonaws.com",
        "SQS, eu-west-1, https://vpce-0123abc-45def-eu-west-1a.sqs.eu-west-1.vpce.amazonaws.com",
        "SQS, cn-north-1, https://sqs.cn-north-1.amazonaws.com.cn",
        "SQS, cn-north-1, https://sqs.cn-north-1.api.amazonwebservices.com.cn",
        "CLOUDWATCH, eu-west-1, https://monitoring.eu-west-1.amazonaws.com",
        "KINESIS, eu-west-1, https://kinesis.eu-west-1.amazonaws.com",
        "DYNAMODB, eu-west-1, https://dynamodb.eu-west-1.amazonaws.com",
        "DYNAMODB_STREAMS, eu-west-1, https://streams.dynamodb.eu-west-1.amazonaws.com",
        "STS, eu-west-1, https://sts.eu-west-1.amazonaws.com",
    })
    void aws_hosts_of_the_service_and_region_are_always_accepted(AwsService service, String region, URI endpoint) {
        assertThat(awsOnly.objection(service, new AwsRegion(region), endpoint)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // other hosts
                "https://evil.example",
                "https://sqs.eu-west-1.amazonaws.com.evil.example",
                "https://sqs.eu-west-1.amazonaws.com.cn",
                "https://sqs-eu-west-1.amazonaws.com",
                "https://evilsqs.eu-west-1.amazonaws.com",
                "https://evil.sqs.eu-west-1.amazonaws.com",
                "https://sqs.eu-west-1.amazonaws.com:444",
                "https://sqs.eu-west-1xamazonaws.com",
                "https://sqs.eu-west-1.amazonaws.com.",
                // hosts of customers below a name of AWS
                "https://sqs.s3.eu-west-1.amazonaws.com",
                "https://my-bucket.s3.amazonaws.com",
                "https://vpce-svc-0123abc.eu-west-1.vpce.amazonaws.com",
                "https://vpce-svc-0123abc.sqs.eu-west-1.vpce.amazonaws.com",
                "https://vpce-0123-45.vpce-svc-67.eu-west-1.vpce.amazonaws.com",
                "https://ec2-1-2-3-4.eu-west-1.compute.amazonaws.com",
                "https://abc.execute-api.eu-west-1.amazonaws.com",
                // another service, another region
                "https://kinesis.eu-west-1.amazonaws.com",
                "https://sqs.eu-west-2.amazonaws.com",
                // without TLS
                "http://sqs.eu-west-1.amazonaws.com",
                "http://sqs.eu-west-1.amazonaws.com:443",
                // not a host name, although similar to one
                "https://evil.example/sqs.eu-west-1.amazonaws.com",
                "https://evil.example?sqs.eu-west-1.amazonaws.com",
                "https://evil.example#@sqs.eu-west-1.amazonaws.com",
                "https://SQS.EU-WEST-1.AMAZONAWS.COM.EVIL.EXAMPLE",
                // the loopback, and addresses inside
                "http://localhost:4566",
                "http://127.0.0.1:4566",
                "http://[::1]:4566",
                "http://169.254.169.254",
                "http://10.0.0.1",
            })
    void any_other_host_is_rejected_unless_the_program_allows_it(URI endpoint) {
        assertThat(awsOnly.objection(AwsService.SQS, IRELAND, endpoint))
                .contains("an https endpoint of SQS in eu-west-1 that AWS runs, or one that the program allows, as"
                        + " requests to it are signed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://sqs.eu-west-1.amazonaws.com@evil.example",
                "https://user:password@sqs.eu-west-1.amazonaws.com",
                "http://user@localhost:4566",
                "ftp://localhost",
                "localhost:4566",
                "//sqs.eu-west-1.amazonaws.com",
                "/sqs",
                "https:sqs.eu-west-1.amazonaws.com",
                "https:///sqs.eu-west-1.amazonaws.com",
                "http://127.1:4566",
                "http://127.0.0.999:4566",
                "http://0x7f000001:4566",
            })
    void a_url_of_more_than_a_host_is_always_rejected(URI endpoint) {
        Endpoints lenient = awsOnly.allowingLoopback();
        assertThat(lenient.objection(AwsService.SQS, IRELAND, endpoint)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:4566",
                "http://LOCALHOST:4566",
                "https://localhost",
                "http://127.0.0.1:4566",
                "http://127.1.2.3",
                "http://[::1]:4566",
                "http://[0:0:0:0:0:0:0:1]:4566",
            })
    void loopback_endpoints_are_accepted_if_allowed(URI endpoint) {
        assertThat(awsOnly.allowingLoopback().objection(AwsService.SQS, IRELAND, endpoint))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost.evil.example",
                "http://127.0.0.1.evil.example",
                "http://evil.example#localhost",
                "http://128.0.0.1",
                "http://0.0.0.0:4566",
                "http://[::2]",
                "http://[::ffff:10.0.0.1]",
                "http://169.254.169.254",
            })
    void allowing_the_loopback_allows_nothing_else(URI endpoint) {
        assertThat(awsOnly.allowingLoopback().objection(AwsService.SQS, IRELAND, endpoint))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "https://queues.corp.example, true",
        "https://queues.corp.example:443, true",
        "https://queues.corp.example/any/path, true",
        "https://QUEUES.corp.example, true",
        "http://queues.corp.example, false",
        "http://queues.corp.example:443, false",
        "https://queues.corp.example:8443, false",
        "https://queues.corp.example., false",
        "https://more.queues.corp.example, false",
        "https://queues.corp.example.evil.example, false",
        "https://queues.corp.example@evil.example, false",
        "https://user@queues.corp.example, false",
    })
    void a_listed_endpoint_matches_its_exact_scheme_host_and_port(URI endpoint, boolean allowed) {
        Endpoints endpoints = awsOnly.allowing(URI.create("https://queues.corp.example"));
        assertThat(endpoints.objection(AwsService.SQS, IRELAND, endpoint).isEmpty())
                .isEqualTo(allowed);
    }

    @Test
    void several_endpoints_may_be_listed() {
        URI one = URI.create("https://one.example");
        URI two = URI.create("http://two.example:8080");
        Endpoints endpoints = awsOnly.allowing(one).allowing(two);
        assertThat(List.of(one, two))
                .allSatisfy(uri -> assertThat(endpoints.objection(AwsService.KINESIS, IRELAND, uri))
                        .isEmpty());
        assertThat(awsOnly.objection(AwsService.KINESIS, IRELAND, one))
                .as("endpoints are immutable")
                .isPresent();
    }

    @Test
    void a_service_endpoint_of_the_program_is_not_allowed_in_triggers() {
        URI proxy = URI.create("http://sqs-proxy.corp.example:8080");
        Endpoints endpoints = awsOnly.with(AwsService.SQS, proxy);
        assertThat(endpoints.of(AwsService.SQS)).contains(proxy);
        assertThat(endpoints.of(AwsService.STS)).isEmpty();
        assertThat(endpoints.objection(AwsService.SQS, IRELAND, proxy)).isPresent();
        assertThat(endpoints
                        .with(AwsService.SQS, URI.create("https://b.example"))
                        .of(AwsService.SQS))
                .as("the last one stands")
                .contains(URI.create("https://b.example"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example:8080", "/proxy", "ftp://proxy.example", "//proxy.example"})
    void an_invalid_program_endpoint_is_rejected(URI endpoint) {
        assertThatThrownBy(() -> awsOnly.with(AwsService.SQS, endpoint))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("endpoint of SQS: '" + endpoint + "' is not valid, expected an absolute http or https URL");
        assertThatThrownBy(() -> awsOnly.allowing(endpoint)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void endpoint_settings_accumulate() {
        Endpoints endpoints = awsOnly.fips(true)
                .dualStack(true)
                .allowingLoopback()
                .with(AwsService.STS, URI.create("https://sts.example"))
                .allowing(URI.create("https://a.example"));
        assertThat(endpoints.isFips()).isTrue();
        assertThat(endpoints.isDualStack()).isTrue();
        assertThat(endpoints.of(AwsService.STS)).contains(URI.create("https://sts.example"));
        for (String allowed : List.of("https://a.example", "http://localhost")) {
            Optional<String> objection = endpoints.objection(AwsService.SQS, IRELAND, URI.create(allowed));
            assertThat(objection).isEmpty();
        }
        assertThat(endpoints.fips(false).isFips()).isFalse();
    }
}
