// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.kedacontroller;

import io.autoscale.auth.RoleToAssume;
import io.autoscale.aws.policy.IamPolicies;
import io.autoscale.aws.policy.OidcProvider;
import io.autoscale.aws.policy.TrustPolicies;
import io.autoscale.k8s.manifest.DeclaredTrigger;
import io.autoscale.k8s.manifest.KedaManifests;
import io.autoscale.trigger.Trigger;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints IAM policies. */
@Command(
        name = "policy",
        description = "Prints an IAM policy as JSON. Calls nothing.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
@SuppressWarnings("NullAway.Init") // picocli sets the spec
final class PolicyCommand implements Runnable {

    private final InputStream in;
    private final PrintStream out;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    PolicyCommand(InputStream in, PrintStream out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "command is missing, expected policy reading, assuming or trust");
    }

    @Command(
            name = "reading",
            description = "What the controller needs to read the triggers of manifests.",
            mixinStandardHelpOptions = true)
    int reading(
            @Parameters(paramLabel = "FILE", arity = "1..*", description = "files or folders, or - for standard input")
                    List<String> files,
            @Option(
                            names = "--account",
                            paramLabel = "ACCOUNT",
                            description = "the account of tables and streams that are given by name")
                    @Nullable
                    String account) {
        ManifestFiles read = new ManifestFiles(in);
        files.forEach(read::add);
        KedaManifests manifests = KedaManifests.parse(read.texts());
        List<String> problems = new ArrayList<>();
        read.unreadable().forEach((file, why) -> problems.add(file + ": cannot be read: " + why));
        manifests.errors().forEach(error -> problems.add(error.toString()));
        if (problems.isEmpty() && manifests.triggers().isEmpty()) {
            problems.add(files + " is not valid, expected manifests with a trigger");
        }
        if (!problems.isEmpty()) {
            throw new CommandLine.ParameterException(spec.commandLine(), String.join("\n", problems));
        }
        IamPolicies policies =
                account == null ? IamPolicies.create() : IamPolicies.create().inAccount(account);
        out.println(policies.reading(manifests.triggers().stream()
                        .map(DeclaredTrigger::trigger)
                        .toArray(Trigger[]::new))
                .toJson());
        return 0;
    }

    @Command(
            name = "assuming",
            description = "What the controller needs to assume the roles of workloads.",
            mixinStandardHelpOptions = true)
    int assuming(@Parameters(paramLabel = "ROLE-ARN", arity = "1..*") List<String> roles) {
        out.println(IamPolicies.assuming(roles.stream().map(RoleToAssume::of).toArray(RoleToAssume[]::new))
                .toJson());
        return 0;
    }

    @Command(
            name = "trust",
            description = "The trust policy of a role for a Kubernetes service account (IRSA).",
            mixinStandardHelpOptions = true)
    int trust(
            @Option(
                            names = "--issuer",
                            required = true,
                            paramLabel = "URL",
                            description = "the OIDC issuer of the cluster, as aws eks describe-cluster prints it")
                    String issuer,
            @Option(
                            names = "--account",
                            required = true,
                            paramLabel = "ACCOUNT",
                            description = "the account of the role")
                    String account,
            @Option(
                            names = "--region",
                            required = true,
                            paramLabel = "REGION",
                            description = "the region of the cluster")
                    String region,
            @Option(
                            names = "--service-account",
                            required = true,
                            paramLabel = "NAMESPACE/NAME",
                            description = "the service account that may assume the role")
                    String serviceAccount) {
        int slash = serviceAccount.indexOf('/');
        out.println(TrustPolicies.serviceAccount(
                        OidcProvider.ofIssuer(issuer, account, region),
                        serviceAccount.substring(0, Math.max(0, slash)),
                        serviceAccount.substring(slash + 1))
                .toJson());
        return 0;
    }
}
