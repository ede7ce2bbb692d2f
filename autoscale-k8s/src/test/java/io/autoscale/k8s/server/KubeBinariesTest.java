// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the programs of a real API server are found. */
class KubeBinariesTest {

    @TempDir
    Path folder;

    @Test
    void the_environment_takes_precedence_over_kube_api_test_downloads() throws IOException {
        Path given = binaries("given");
        binaries("k8s/1.35.0" + KubeBinaries.platform());
        assertThat(KubeBinaries.find(Map.of(
                        "AUTOSCALE_TEST_KUBE_BINARIES", given.toString(), "KUBE_API_TEST_DIR", folder.toString())))
                .hasValueSatisfying(found -> assertThat(found.folder()).isEqualTo(given));
    }

    @Test
    void the_newest_complete_version_for_this_machine_is_used() throws IOException {
        binaries("k8s/1.9.3" + KubeBinaries.platform());
        Path newest = binaries("k8s/1.34.1" + KubeBinaries.platform());
        binaries("k8s/1.35.0-plan9-mips");
        Files.createDirectories(folder.resolve("k8s/1.36.0" + KubeBinaries.platform()));
        assertThat(KubeBinaries.find(Map.of("KUBE_API_TEST_DIR", folder.toString())))
                .hasValueSatisfying(found -> assertThat(found.folder()).isEqualTo(newest));
    }

    @Test
    void without_a_folder_there_are_no_binaries() {
        assertThat(KubeBinaries.find(
                        Map.of("AUTOSCALE_TEST_KUBE_BINARIES", "", "KUBE_API_TEST_DIR", folder.toString())))
                .isEmpty();
    }

    @Test
    void a_configured_folder_without_binaries_is_an_error_and_not_a_skip() {
        assertThatThrownBy(() -> KubeBinaries.find(Map.of("AUTOSCALE_TEST_KUBE_BINARIES", folder.toString())))
                .hasMessage("AUTOSCALE_TEST_KUBE_BINARIES: '" + folder
                        + "' is not valid, expected a folder with etcd and kube-apiserver");
    }

    private Path binaries(String name) throws IOException {
        Path made = Files.createDirectories(folder.resolve(name));
        for (String program : new String[] {"etcd", "kube-apiserver"}) {
            assertThat(Files.createFile(made.resolve(program)).toFile().setExecutable(true))
                    .isTrue();
        }
        return made;
    }
}
