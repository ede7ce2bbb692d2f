// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.videoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    @Test
    void without_options_ten_videos_are_encoded() {
        Options options = Options.parse();
        assertThat(options.messages()).isEqualTo(10);
        assertThat(options.encodeTime()).isEqualTo(Duration.ofSeconds(2));
        assertThat(options.pollingInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(options.maxReplicas()).isEqualTo(100);
        assertThat(options.strategy()).isEqualTo("default");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--messages | none | Invalid value for option '--messages': 'none' is not an int",
                "--messages | 0 | --messages: '0' is not valid, expected a number from 1 to 100000",
                "--polling-seconds | 0.5 | --polling-seconds: '0.5' is not valid, expected a number from 1 to 3600",
                "--strategy | fast | --strategy: 'fast' is not valid, expected one of [default, custom, accurate, eager, eagerCorrected]",
                "--kubeconfig | mine | --kubeconfig: 'mine' is not valid, expected current",
                "--kubeconfig | current | --queue-url is missing, expected a queue that the pods can reach, with --kubeconfig",
                "--mesages | 1 | Unknown options: '--mesages', '1'",
                "--json | no/such/folder/x.json | --json: 'no/such/folder/x.json' is not valid, expected a file that can be written: java.nio.file.NoSuchFileException",
                "--json | target | --json: 'target' is not valid, expected a file that can be written",
            })
    void an_invalid_option_is_reported_with_what_was_expected(String name, String value, String message) {
        assertThatThrownBy(() -> Options.parse(name, value)).hasMessageContaining(message);
    }

    @Test
    void an_option_without_a_value_is_named() {
        assertThatThrownBy(() -> Options.parse("--json"))
                .hasMessageContaining("Missing required parameter for option '--json'");
    }

    @Test
    void usage_is_printed_on_request_and_only_the_error_otherwise() {
        assertThat(VideoEncoderApp.run("--help")).isZero();
        assertThat(VideoEncoderApp.run("--version")).isZero();
        assertThat(VideoEncoderApp.run("--messages", "0")).isEqualTo(2);
        assertThat(VideoEncoderApp.run("encoder")).isEqualTo(2);
    }
}
