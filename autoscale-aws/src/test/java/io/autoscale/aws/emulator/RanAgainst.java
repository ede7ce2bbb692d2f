// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Records which emulators were used, one line per service, in {@code target/ran-against.txt}.
 * Exists as long as the tests of a JVM run, and ends the emulators with them. Lines of services
 * that only an earlier JVM tested are kept.
 */
final class RanAgainst implements AutoCloseable {

    private static final Path FILE = Path.of("target", "ran-against.txt");

    private final Map<AwsEmulatedService, Set<String>> ran = new TreeMap<>();
    private final Map<AwsEmulatedService, Set<String>> skipped = new TreeMap<>();

    static RanAgainst of(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(RanAgainst.class))
                .getOrComputeIfAbsent(RanAgainst.class, key -> new RanAgainst(), RanAgainst.class);
    }

    synchronized void record(Emulator emulator) {
        if (emulator.missing().isPresent()) {
            add(
                    skipped,
                    emulator,
                    emulator.name() + " skipped: " + emulator.missing().get());
        } else {
            add(ran, emulator, emulator.name() + " at " + emulator.endpoint());
        }
    }

    @Override
    public synchronized void close() {
        Emulators.close();
        Map<String, String> lines = new TreeMap<>();
        try {
            List<String> earlier = Files.exists(FILE) ? Files.readAllLines(FILE) : List.of();
            earlier.forEach(line -> lines.put(line.substring(0, Math.max(line.indexOf(':'), 0)), line));
            for (AwsEmulatedService service : AwsEmulatedService.values()) {
                Set<String> entries = new TreeSet<>(ran.getOrDefault(service, Set.of()));
                String text = String.join("; ", entries);
                String rest = String.join("; ", skipped.getOrDefault(service, Set.of()));
                if (!text.isEmpty() || !rest.isEmpty()) {
                    String between = text.isEmpty() || rest.isEmpty() ? "" : "; ";
                    lines.put(service.title(), service.title() + ": " + text + between + rest);
                }
            }
            Files.createDirectories(FILE.getParent());
            Files.write(FILE, lines.values());
            // for local builds; CI prints the file
            lines.values().forEach(line -> System.out.println("Ran against: " + line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(Map<AwsEmulatedService, Set<String>> to, Emulator emulator, String text) {
        to.computeIfAbsent(emulator.service(), key -> new TreeSet<>()).add(text);
    }
}
