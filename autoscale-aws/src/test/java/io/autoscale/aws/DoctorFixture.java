// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.autoscale.auth.AuthParameters;
import io.autoscale.auth.Authentication;
import io.autoscale.auth.PodIdentity;
import io.autoscale.aws.doctor.Diagnosis;
import io.autoscale.aws.doctor.Finding;
import io.autoscale.aws.doctor.Finding.Status;
import io.autoscale.aws.emulator.FakeImds;
import io.autoscale.trigger.Trigger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * Runs the doctor with an STS that rejects calls and a CloudWatch that accepts only callers known
 * to that STS.
 */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
abstract class DoctorFixture {

    static final String TOKEN = "planted-web-identity-token";
    static final String EXTERNAL_ID = "planted-external-id";

    @TempDir
    Path folder;

    final Roles world = new Roles();
    final FakeImds imds = FakeImds.start();
    private final List<String> set = new ArrayList<>();

    @BeforeEach
    void trapTheInstanceMetadata() {
        set("aws.ec2MetadataServiceEndpoint", imds.endpoint().toString());
        set("aws.sharedCredentialsFile", folder.resolve("none").toString());
        set("aws.configFile", folder.resolve("none").toString());
    }

    @AfterEach
    void close() {
        set.forEach(System::clearProperty);
        imds.close();
        world.close();
    }

    Diagnosis examine(Trigger trigger, Authentication authentication) {
        Diagnosis diagnosis = world.sources().doctor().examine(trigger, authentication);
        // no diagnosis contains a planted secret
        assertThat(diagnosis.toString())
                .doesNotContain(TestSources.SECRET, TOKEN, EXTERNAL_ID, "fake-secret", "fake-session-token", "planted");
        return diagnosis;
    }

    Diagnosis examine(PodIdentity identity) {
        return examine(Roles.trigger(0).build(), new Authentication(AuthParameters.none(), identity));
    }

    static Finding step(Diagnosis diagnosis, String step) {
        return diagnosis.findings().stream()
                .filter(finding -> finding.step().equals(step))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + step + " in " + diagnosis));
    }

    static List<String> steps(Diagnosis diagnosis, Status status) {
        return diagnosis.findings().stream()
                .filter(finding -> finding.status() == status)
                .map(Finding::step)
                .toList();
    }

    static Authentication ofPod() {
        return new Authentication(AuthParameters.none(), PodIdentity.aws());
    }

    void set(String property, String value) {
        System.setProperty(property, value);
        set.add(property);
    }
}
