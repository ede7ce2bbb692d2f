// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A call as {@link FakeSts} got it, whether it was granted or refused. */
public record StsCall(
        String operation,
        Optional<String> accessKeyId,
        Optional<String> roleArn,
        Optional<String> externalId,
        Optional<String> sessionName,
        Optional<Duration> duration,
        Optional<String> webIdentityToken,
        Map<String, String> tags) {

    static StsCall of(Request request) {
        Map<String, String> form = request.form();
        Map<String, String> tags = new java.util.TreeMap<>();
        for (int i = 1; form.containsKey("Tags.member." + i + ".Key"); i++) {
            tags.put(form.get("Tags.member." + i + ".Key"), form.get("Tags.member." + i + ".Value"));
        }
        return new StsCall(
                form.getOrDefault("Action", ""),
                request.accessKeyId(),
                Optional.ofNullable(form.get("RoleArn")),
                Optional.ofNullable(form.get("ExternalId")),
                Optional.ofNullable(form.get("RoleSessionName")),
                Optional.ofNullable(form.get("DurationSeconds"))
                        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds))),
                Optional.ofNullable(form.get("WebIdentityToken")),
                tags);
    }
}
