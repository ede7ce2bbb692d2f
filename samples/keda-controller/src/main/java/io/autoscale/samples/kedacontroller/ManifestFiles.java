// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.kedacontroller;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The texts of manifests by the names of their files, in the order in which they were named. */
final class ManifestFiles {

    private static final String STANDARD_INPUT = "-";
    private static final int MOST_BYTES = 64 * 1024 * 1024;

    private final InputStream standardInput;
    private final Map<String, String> texts = new LinkedHashMap<>();

    ManifestFiles(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    Map<String, String> byName() {
        return texts;
    }

    /** Adds a file, the files of a folder and of the folders in it, or with {@code -} what standard input holds. */
    void add(String name) throws IOException {
        if (name.equals(STANDARD_INPUT)) {
            texts.put(name, text(standardInput));
            return;
        }
        Path path;
        try {
            path = Path.of(name);
        } catch (InvalidPathException e) {
            throw new IOException("not a path: " + e.getReason(), e);
        }
        if (Files.isDirectory(path)) {
            addFolder(path);
        } else {
            addFile(path);
        }
    }

    private void addFolder(Path folder) throws IOException {
        List<Path> manifests;
        try (Stream<Path> below = Files.walk(folder)) {
            manifests = below.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().matches(".*\\.(yaml|yml|json)"))
                    .sorted()
                    .toList();
        }
        for (Path manifest : manifests) {
            addFile(manifest);
        }
    }

    private void addFile(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            texts.put(file.toString(), text(in));
        } catch (NoSuchFileException e) {
            throw new IOException("no such file", e);
        } catch (AccessDeniedException e) {
            throw new IOException("permission denied", e);
        }
    }

    private static String text(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new IOException("longer than 64 MiB");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException("not UTF-8", e);
        }
    }
}
