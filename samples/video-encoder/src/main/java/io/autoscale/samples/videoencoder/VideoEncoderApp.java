// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.videoencoder;

import io.autoscale.validation.InvalidConfigurationException;
import java.io.IOException;
import java.util.Arrays;

/** The command line of the sample. */
public final class VideoEncoderApp {

    private VideoEncoderApp() {}

    /**
     * Runs the story, or with {@code encode} the work of one job's pod. Exits with 0 only if every message was
     * processed exactly once, by one job each, and every job ended Complete; with 2 when the options are wrong.
     *
     * @param arguments the options; see {@code --help}
     * @throws IOException when the record cannot be written, or a report cannot be sent
     * @throws InterruptedException when the program is stopped
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (Arrays.asList(arguments).contains("--help")) {
            System.out.print(Options.USAGE);
            return;
        }
        if (arguments.length > 0 && arguments[0].equals("encode")) {
            PodMain.run(System.getenv());
            return;
        }
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (InvalidConfigurationException e) {
            System.err.println(e.getMessage());
            System.err.print(Options.USAGE);
            System.exit(2);
            return;
        }
        System.exit(new Scenario(options, System.out).run() ? 0 : 1);
    }
}
