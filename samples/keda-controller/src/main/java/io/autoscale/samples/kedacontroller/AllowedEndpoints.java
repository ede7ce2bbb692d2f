// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.kedacontroller;

import io.autoscale.aws.call.Endpoints;
import java.net.URI;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The option {@code --allow-endpoint}. */
final class AllowedEndpoints {

    @Option(
            names = "--allow-endpoint",
            paramLabel = "URL",
            description = "an awsEndpoint that is allowed in addition to those of AWS; may be repeated")
    private List<URI> endpoints = List.of();

    Endpoints allowed(CommandLine command) {
        Endpoints allowed = Endpoints.awsOnly();
        for (URI endpoint : endpoints) {
            try {
                allowed = allowed.allowing(endpoint);
            } catch (IllegalArgumentException e) {
                throw new CommandLine.ParameterException(command, "--allow-endpoint: " + e.getMessage(), e);
            }
        }
        return allowed;
    }
}
