// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.kedacontroller;

import io.autoscale.aws.AwsSources;
import io.autoscale.aws.call.Endpoints;
import io.autoscale.k8s.manifest.KedaManifests;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reports all errors in manifests, without a cluster and without calls to AWS. */
@Command(
        name = "validate",
        description = {
            "Reads manifests of KEDA and prints every error, as file:line: field: 'value' is not valid, expected …",
            "Accepts YAML and JSON with several documents per file; resources of other APIs are skipped."
                    + " Warnings and a summary go to standard error."
        },
        footer = "Exits with 0 if there is no error, 1 if there is one, and 2 if a file cannot be read.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
@SuppressWarnings("NullAway.Init") // picocli sets the spec
final class ValidateCommand implements Callable<Integer> {

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "files; folders, for the .yaml, .yml and .json files in them; or - for standard input")
    private List<String> files = List.of();

    @Mixin
    private AllowedEndpoints endpoints = new AllowedEndpoints();

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "text or json (default: ${DEFAULT-VALUE})",
            defaultValue = "text")
    private Format format = Format.TEXT;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** The output format. */
    enum Format {
        TEXT,
        JSON
    }

    ValidateCommand(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        Endpoints allowed = endpoints.allowed(spec.commandLine());
        ManifestFiles read = new ManifestFiles(in);
        files.forEach(read::add);
        Answer answer = checked(read, allowed);
        if (format == Format.JSON) {
            out.println(answer.toJson());
        } else {
            answer.unreadable().forEach((file, why) -> err.println(file + ": cannot be read: " + why));
            answer.warnings().forEach(warning -> err.println("warning: " + warning));
            answer.errors().forEach(out::println);
            out.flush();
            err.println(answer.summary());
        }
        return !answer.unreadable().isEmpty() ? Main.UNUSABLE : answer.errors().isEmpty() ? Main.VALID : Main.INVALID;
    }

    private static Answer checked(ManifestFiles read, Endpoints allowed) {
        KedaManifests manifests = KedaManifests.parse(read.texts());
        try (AwsSources aws = AwsSources.builder().endpoints(allowed).build()) {
            TriggerCheck check = new TriggerCheck(manifests, aws.factories());
            manifests.triggers().forEach(check::check);
            return new Answer(read, manifests, check.errors(), check.warnings());
        }
    }
}
