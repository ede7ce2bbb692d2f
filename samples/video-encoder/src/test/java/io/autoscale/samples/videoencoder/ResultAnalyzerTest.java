// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.videoencoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ResultAnalyzerTest {

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void the_analyzer_counts_and_lists_processed_and_killed_items() throws Exception {
        try (ResultAnalyzer analyzer = new ResultAnalyzer(0, () -> Instant.parse("2024-01-17T05:50:45Z"))) {
            post(analyzer, "/create/count");
            post(analyzer, "/create/count");
            post(analyzer, "/kill/count");
            HttpResponse<String> list = send(
                    HttpRequest.newBuilder(analyzer.uri().resolve("/get/count")).build());
            assertThat(list.statusCode()).isEqualTo(200);
            assertThat(list.body().lines())
                    .hasSize(5)
                    .anyMatch(line -> line.matches("  \"2024-01-1\\d \\d\\d:50:45 - processed count 2\","))
                    .anyMatch(line -> line.matches("  \"2024-01-1\\d \\d\\d:50:45 - kill count 1\""));
            assertThat(send(HttpRequest.newBuilder(analyzer.uri().resolve("/create/count"))
                                    .build())
                            .statusCode())
                    .isEqualTo(405);
        }
    }

    private void post(ResultAnalyzer analyzer, String path) throws IOException, InterruptedException {
        assertThat(send(HttpRequest.newBuilder(analyzer.uri().resolve(path))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build())
                        .statusCode())
                .isEqualTo(200);
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
