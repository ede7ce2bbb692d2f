// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The programs {@code etcd} and {@code kube-apiserver} of one folder.
 *
 * @param folder where both are
 * @param source how the folder was found
 */
record KubeBinaries(Path folder, String source) {

    static final String VARIABLE = "AUTOSCALE_TEST_KUBE_BINARIES";

    private static final Pattern VERSION = Pattern.compile("v?(\\d+)\\.(\\d+)\\.(\\d+).*");

    /**
     * The folder that {@link #VARIABLE} names, else the newest that fabric8's kube-api-test downloaded for this kind of
     * machine.
     */
    static Optional<KubeBinaries> find(Map<String, String> environment) {
        String given = environment.getOrDefault(VARIABLE, "");
        if (!given.isBlank()) {
            Path folder = Path.of(given);
            if (!isComplete(folder)) {
                throw new IllegalStateException(
                        VARIABLE + ": '" + given + "' is not valid, expected a folder with etcd and kube-apiserver");
            }
            return Optional.of(new KubeBinaries(folder, VARIABLE));
        }
        String home = System.getProperty("user.home");
        return newestOf(Path.of(environment.getOrDefault("KUBE_API_TEST_DIR", home + "/.kubeapitest"), "k8s"))
                .map(folder -> new KubeBinaries(folder, "kube-api-test"));
    }

    Path etcd() {
        return folder.resolve("etcd");
    }

    Path apiServer() {
        return folder.resolve("kube-apiserver");
    }

    /** The end of the folder names of kube-api-test, which are like {@code 1.34.1-linux-amd64}. */
    static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch");
        return "-" + (system.contains("mac") ? "darwin" : system) + "-"
                + switch (machine) {
                    case "x86_64" -> "amd64";
                    case "aarch64" -> "arm64";
                    default -> machine;
                };
    }

    private static Optional<Path> newestOf(Path versions) {
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> folders = Files.list(versions)) {
            return folders.filter(folder -> folder.toString().endsWith(platform()))
                    .filter(folder -> VERSION.matcher(nameOf(folder)).matches())
                    .filter(KubeBinaries::isComplete)
                    .max(Comparator.comparing(KubeBinaries::version, KubeBinaries::compare));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isComplete(Path folder) {
        return Files.isExecutable(folder.resolve("etcd")) && Files.isExecutable(folder.resolve("kube-apiserver"));
    }

    private static String nameOf(Path folder) {
        return folder.getFileName().toString();
    }

    private static List<Integer> version(Path folder) {
        Matcher matcher = VERSION.matcher(nameOf(folder));
        return matcher.matches()
                ? Stream.of(1, 2, 3)
                        .map(part -> Integer.valueOf(matcher.group(part)))
                        .toList()
                : List.of(0, 0, 0);
    }

    private static int compare(List<Integer> one, List<Integer> other) {
        for (int i = 0; i < one.size(); i++) {
            int difference = one.get(i).compareTo(other.get(i));
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }
}
