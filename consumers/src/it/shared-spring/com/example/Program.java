// SPDX-License-Identifier: Apache-2.0
package com.example;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.support.GenericApplicationContext;

/** Scales the jobs of a manifest with the starter. */
@SpringBootApplication
public class Program {

    public static AutoCloseable start(KubernetesClient client, String manifest) throws IOException {
        Path file = Files.writeString(Files.createTempFile("scaled-job", ".yaml"), manifest);
        return new SpringApplicationBuilder(Program.class)
                .properties("autoscale.manifests=" + file.toUri(), "autoscale.aws.allow-loopback=true")
                .initializers(
                        (GenericApplicationContext before) -> before.registerBean(KubernetesClient.class, () -> client))
                .run();
    }
}
