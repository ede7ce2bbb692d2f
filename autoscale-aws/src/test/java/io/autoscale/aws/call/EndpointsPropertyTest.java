// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.aws.trigger.AwsRegion;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** For any endpoint in trigger metadata, signed requests are sent only to AWS. */
class EndpointsPropertyTest {

    private static final Set<String> SERVICE = Set.of("sqs", "queue", "sqs-fips", "queue-fips");

    @Property(tries = 20_000)
    void every_accepted_endpoint_is_an_aws_host_of_the_service_and_region(@ForAll("texts") String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            return;
        }
        if (Endpoints.awsOnly()
                .objection(AwsService.SQS, new AwsRegion("eu-west-1"), uri)
                .isPresent()) {
            return;
        }
        assertThat(uri.getScheme()).isEqualTo("https");
        assertThat(uri.getRawUserInfo()).isNull();
        assertThat(uri.getPort()).isIn(-1, 443);
        assertThat(uri.getHost()).matches(".*\\.(amazonaws\\.com|api\\.aws)");
        List<String> labels = List.of(uri.getHost().split("\\.", -1));
        assertThat(labels).contains("eu-west-1").containsAnyElementsOf(SERVICE).doesNotContain("");
        assertThat(labels).noneMatch(label -> label.startsWith("vpce-svc") || label.equals("s3"));
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> pieces = Arbitraries.of(
                "sqs",
                "queue",
                "-fips",
                "eu-west-1",
                "amazonaws.com",
                "api.aws",
                ".cn",
                "vpce",
                "vpce-0a-1b",
                "vpce-svc-0a",
                "s3",
                "evil.example",
                ".",
                ".",
                ".",
                "-",
                "@",
                "#",
                "/",
                "\\",
                "?",
                ":443",
                ":80",
                "%2e",
                "%00",
                "[::1]",
                "http://",
                "localhost");
        Arbitrary<String> anything =
                pieces.list().ofMinSize(1).ofMaxSize(9).map(list -> "https://" + String.join("", list));
        Arbitrary<String> good = Arbitraries.of(
                "https://sqs.eu-west-1.amazonaws.com",
                "https://eu-west-1.queue.amazonaws.com",
                "https://sqs-fips.eu-west-1.api.aws",
                "https://vpce-0a1b-2c3d.sqs.eu-west-1.vpce.amazonaws.com");
        // a valid endpoint with inserted characters
        Arbitrary<String> nearlyGood = Combinators.combine(
                        good, pieces, Arbitraries.integers().between(0, 60))
                .as((text, piece, at) -> {
                    int index = Math.min(at, text.length());
                    return text.substring(0, index) + piece + text.substring(index);
                });
        return Arbitraries.oneOf(good, nearlyGood, anything);
    }
}
