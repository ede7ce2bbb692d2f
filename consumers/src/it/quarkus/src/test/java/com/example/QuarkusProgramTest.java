// SPDX-License-Identifier: Apache-2.0
package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(QuarkusProgramTest.Embedded.class)
class QuarkusProgramTest {

    @Inject
    KubernetesClient cluster;

    @Test
    void a_message_becomes_a_job() throws Exception {
        List<Job> jobs = cluster.batch()
                .v1()
                .jobs()
                .inNamespace("media")
                .informOnCondition(found -> !found.isEmpty())
                .get(30, TimeUnit.SECONDS);
        assertEquals("encoder-000001", jobs.get(0).getMetadata().getName());
    }

    /** The servers; Quarkus starts them before the application and stops them after it. */
    public static final class Embedded implements QuarkusTestResourceLifecycleManager {

        private Servers servers;

        @Override
        public Map<String, String> start() {
            try {
                servers = new Servers();
                servers.sendVideo();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return Map.of(
                    "quarkus.kubernetes-client.api-server-url", servers.kubernetesUrl(),
                    "quarkus.kubernetes-client.namespace", "media",
                    "encoder.manifest", servers.manifest().replace("$", "\\$"));
        }

        @Override
        public void stop() {
            servers.close();
        }
    }
}
