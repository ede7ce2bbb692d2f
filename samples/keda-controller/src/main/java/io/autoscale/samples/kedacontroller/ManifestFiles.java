// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.kedacontroller;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** The texts of manifests by the names of their files, in the order in which they were named. */
final class ManifestFiles {

    private static final String STANDARD_INPUT = "-";
    private static final int MOST_BYTES = 64 * 1024 * 1024;
    private static final int DEEPEST = 100;

    private final InputStream standardInput;
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Map<String, String> unreadable = new LinkedHashMap<>();

    ManifestFiles(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    Map<String, String> texts() {
        return texts;
    }

    /** Why a file could not be read, by its name. */
    Map<String, String> unreadable() {
        return unreadable;
    }

    /** Adds a file, the files of a folder and of the folders in it, or with {@code -} what standard input holds. */
    void add(String name) {
        if (name.equals(STANDARD_INPUT)) {
            if (!texts.containsKey(name)) {
                read(name, standardInput);
            }
            return;
        }
        try {
            Path path = Path.of(name);
            if (name.isBlank()) {
                unreadable.put("''", "not the name of a file");
            } else if (Files.isDirectory(path)) {
                addFolder(path);
            } else {
                addFile(path);
            }
        } catch (InvalidPathException e) {
            unreadable.put(name, "not the name of a file: " + e.getReason());
        }
    }

    private void addFolder(Path folder) {
        Manifests found = new Manifests(folder);
        try {
            Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEPEST, found);
        } catch (IOException e) {
            unreadable.put(folder.toString(), reason(e));
        }
        if (found.files.isEmpty() && unreadable.isEmpty()) {
            unreadable.put(folder.toString(), "contains no .yaml, .yml or .json file");
        }
        found.files.forEach(this::addFile);
    }

    private void addFile(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            read(file.toString(), in);
        } catch (IOException e) {
            unreadable.put(file.toString(), reason(e));
        }
    }

    private void read(String name, InputStream in) {
        try {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                unreadable.put(name, "longer than 64 MiB");
                return;
            }
            texts.put(
                    name,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString());
        } catch (CharacterCodingException e) {
            unreadable.put(name, "not UTF-8");
        } catch (IOException e) {
            unreadable.put(name, reason(e));
        }
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        return e instanceof AccessDeniedException ? "permission denied" : String.valueOf(e.getMessage());
    }

    private final class Manifests extends SimpleFileVisitor<Path> {
        private final Path folder;
        private final TreeSet<Path> files = new TreeSet<>();

        Manifests(Path folder) {
            this.folder = folder;
        }

        /** Folders such as .git hold no manifests of their own. */
        @Override
        public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
            boolean hidden =
                    !each.equals(folder) && each.getFileName().toString().startsWith(".");
            return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.getFileName().toString().toLowerCase(Locale.ROOT).matches(".*\\.(yaml|yml|json)")) {
                files.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            unreadable.put(file.toString(), reason(e));
            return FileVisitResult.CONTINUE;
        }
    }
}
