// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.kedacontroller;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command line. */
@Command(
        name = "keda-controller",
        description = "Scales the ScaledJobs of KEDA's manifests, and checks them.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
@SuppressWarnings("NullAway.Init") // picocli sets the spec
public final class Main implements Runnable {

    static final int VALID = 0;
    static final int INVALID = 1;
    /** The arguments are not valid, or a file cannot be read. */
    static final int UNUSABLE = CommandLine.ExitCode.USAGE;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private Main() {}

    /**
     * Runs one command and exits with its code: 2 when the arguments are wrong.
     *
     * @param arguments the command and its arguments; see {@code --help}
     */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.in, System.out, System.err));
    }

    static int run(List<String> arguments, InputStream in, PrintStream out, PrintStream err) {
        Logs.configure(Logs.Level.OFF, false); // the output of the other commands has all results
        return new CommandLine(new Main())
                .addSubcommand(new RunCommand())
                .addSubcommand(new ValidateCommand(in, out, err))
                .addSubcommand(new ExplainCommand(out, err))
                .addSubcommand(new DoctorCommand(out, err))
                .addSubcommand(new PolicyCommand(in, out))
                .setCaseInsensitiveEnumValuesAllowed(true) // of the subcommands that are there
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((e, given) -> {
                    err.println(e.getMessage());
                    err.println("Try --help.");
                    return UNUSABLE;
                })
                .setExecutionExceptionHandler((e, line, given) -> {
                    err.println(Objects.requireNonNullElse(e.getMessage(), e.toString()));
                    return UNUSABLE;
                })
                .execute(arguments.toArray(String[]::new));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "command is missing, expected run, validate, explain, doctor or policy");
    }

    /** The version of the build. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"keda-controller " + Objects.requireNonNullElse(version, "(not packaged)")};
        }
    }
}
