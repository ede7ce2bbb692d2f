// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.auth;

import io.autoscale.auth.AuthenticationException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads parameters from JSON files below a root directory. Paths that lead outside the root, including through links,
 * are rejected. Tokens of the controller's own service account are also rejected.
 */
final class FileValues {

    private static final Path TOKENS = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final long LARGEST = 1 << 20;
    private static final KubernetesSerialization JSON = new KubernetesSerialization();

    private final @Nullable Path root;

    FileValues(@Nullable Path root) {
        this.root = root;
    }

    /** Returns the values of a JSON object of strings, by name. */
    Map<String, String> read(String path) {
        Path file = checked(path);
        Map<String, String> values = new TreeMap<>();
        try {
            Map<?, ?> read = JSON.unmarshal(Files.readString(file, StandardCharsets.UTF_8), Map.class);
            read.forEach((name, value) -> {
                if (!(value instanceof String text)) {
                    throw new AuthenticationException("filePath: '" + path + "' is not valid, expected a string for "
                            + name + ", as for each parameter");
                }
                values.put(String.valueOf(name), text);
            });
            return values;
        } catch (IOException e) {
            throw unreadable(path, e);
        } catch (KubernetesClientException | IllegalArgumentException e) {
            // the message of the parser contains parts of the file
            throw new AuthenticationException(
                    "filePath: '" + path + "' is not valid, expected a JSON file that maps parameters to strings");
        }
    }

    /** Returns a version that changes when the file changes. */
    String version(String path) {
        Path file = checked(path);
        try {
            return Files.getLastModifiedTime(file) + "/" + Files.size(file) + "/" + file;
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private Path checked(String path) {
        if (root == null) {
            throw new AuthenticationException(
                    "filePath: '" + path + "' cannot be read: no folder for such files is set (fileRoot)");
        }
        try {
            Path base = root.toRealPath();
            Path file = base.resolve(Path.of(path)).toRealPath();
            boolean ofTokens =
                    file.startsWith(TOKENS) || (Files.exists(TOKENS) && file.startsWith(TOKENS.toRealPath()));
            if (!file.startsWith(base) || ofTokens) {
                throw new AuthenticationException("filePath: '" + path + "' is not valid, expected a file below " + root
                        + " that is not a service account file");
            }
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                throw new AuthenticationException(
                        "filePath: '" + path + "' is not valid, expected a plain file of at most a megabyte");
            }
            return file;
        } catch (IOException e) {
            throw unreadable(path, e);
        } catch (InvalidPathException e) {
            throw new AuthenticationException("filePath is not valid, expected a path: " + e.getReason());
        }
    }

    private static AuthenticationException unreadable(String path, IOException e) {
        return new AuthenticationException(
                "filePath: '" + path + "' cannot be read: " + e.getClass().getSimpleName(), e);
    }
}
