// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Version;
import org.junit.jupiter.api.Test;

/** The integration tests run twice: with the oldest fabric8 that is supported, and with the newest. */
class ClientVersionIT {

    @Test
    void the_client_has_the_version_that_this_run_is_for() {
        assertThat(Version.clientVersion()).isEqualTo(System.getProperty("autoscale.test.fabric8"));
    }
}
