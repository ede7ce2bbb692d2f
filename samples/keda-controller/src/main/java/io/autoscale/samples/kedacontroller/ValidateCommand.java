// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.kedacontroller;

import io.autoscale.aws.AwsSources;
import io.autoscale.k8s.manifest.KedaManifests;
import io.autoscale.k8s.manifest.ManifestFault;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Tells all that is wrong in manifests, without a cluster and without a call to AWS. */
final class ValidateCommand {

    static final int VALID = 0;
    static final int FAULTY = 1;

    private final PrintStream out;
    private final PrintStream err;

    ValidateCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    int run(List<Path> files) {
        List<Path> readable = files.stream().filter(this::isReadable).toList();
        KedaManifests manifests;
        try {
            manifests = KedaManifests.read(readable);
        } catch (IOException e) {
            err.println(e);
            return Main.UNUSABLE;
        }
        List<ManifestFault> faults = new ArrayList<>(manifests.faults());
        List<ManifestFault> warnings = new ArrayList<>(manifests.warnings());
        try (AwsSources aws = AwsSources.create()) {
            TriggerCheck check = new TriggerCheck(manifests, aws.factories());
            manifests.triggers().forEach(check::check);
            faults.addAll(check.faults());
            warnings.addAll(check.warnings());
        }
        print(files, warnings, "warning: ", err);
        print(files, faults, "", out);
        err.println(summary(readable.size(), manifests, faults.size(), warnings.size()));
        return readable.size() < files.size() ? Main.UNUSABLE : faults.isEmpty() ? VALID : FAULTY;
    }

    private static String summary(int files, KedaManifests manifests, int faults, int warnings) {
        String objects = manifests.kinds().isEmpty()
                ? "0 KEDA objects"
                : manifests.kinds().entrySet().stream()
                        .map(kind -> kind.getValue() + " " + kind.getKey())
                        .collect(Collectors.joining(", "));
        return counted(files, "file") + ", " + counted(manifests.documents(), "document") + ", " + objects + ": "
                + counted(faults, "fault") + ", " + counted(warnings, "warning");
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static void print(List<Path> files, List<ManifestFault> found, String prefix, PrintStream to) {
        List<String> order = files.stream().map(Path::toString).toList();
        found.stream()
                .sorted(Comparator.<ManifestFault>comparingInt(fault -> order.indexOf(fault.file()))
                        .thenComparingInt(ManifestFault::line))
                .map(fault -> prefix + fault)
                .distinct()
                .forEach(to::println);
    }

    private boolean isReadable(Path file) {
        try {
            Files.readString(file);
            return true;
        } catch (IOException e) {
            err.println(file + ": cannot be read: " + e);
            return false;
        }
    }
}
