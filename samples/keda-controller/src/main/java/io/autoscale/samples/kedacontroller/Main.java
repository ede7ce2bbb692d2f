// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.kedacontroller;

import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** The command line. */
public final class Main {

    static final String USAGE = """
            java -jar keda-controller.jar validate FILE…
              reads manifests of KEDA (YAML or JSON, many documents, other kinds passed over) and prints every fault as
              file:line: path: 'text' is not valid, expected …
              Exits with 0 without a fault, with 1 if there is one, and with 2 when a file cannot be read.
            """;
    static final int UNUSABLE = 2;

    private Main() {}

    /**
     * Runs one command and exits with its code: 2 when the arguments are wrong.
     *
     * @param arguments the command and what it needs; see {@code --help}
     */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.contains("--help")) {
            out.print(USAGE);
            return 0;
        }
        if (arguments.size() > 1 && arguments.get(0).equals("validate")) {
            try {
                List<Path> files = arguments.stream().skip(1).map(Path::of).toList();
                return new ValidateCommand(out, err).run(files);
            } catch (InvalidPathException e) {
                err.println(e.getMessage());
                return UNUSABLE;
            }
        }
        err.print(USAGE);
        return UNUSABLE;
    }
}
