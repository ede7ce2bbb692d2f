// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.autoscale.auth.PodIdentity;
import io.autoscale.source.ScalerSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * Shows why {@code internal.credentials} does not use the STS providers of the SDK: they do not
 * cache failures. If this test fails, they can be used instead.
 */
class SdkStsProvidersIT {

    private static final int CALLERS = 20;

    private final Roles world = new Roles().ownKeys();
    private final StsClient sts = StsClient.builder()
            .endpointOverride(world.sts.endpoint())
            .region(Region.EU_WEST_1)
            .credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDCONTROLLER", TestSources.SECRET)))
            .build();

    @AfterEach
    void close() {
        sts.close();
        world.close();
    }

    private StsAssumeRoleCredentialsProvider provider() {
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(request -> request.roleArn(Roles.READER).roleSessionName("test"))
                .build();
    }

    @Test
    void the_sdk_calls_sts_for_each_caller_of_a_denied_role_but_this_library_once() {
        world.sts.role(Roles.READER);
        try (StsAssumeRoleCredentialsProvider provider = provider()) {
            for (int i = 0; i < CALLERS; i++) {
                assertThatThrownBy(provider::resolveCredentials).isInstanceOf(StsException.class);
            }
        }
        assertThat(world.count("AssumeRole")).isEqualTo(CALLERS);

        try (ScalerSource source = world.source(PodIdentity.aws().assuming(Roles.READER))) {
            for (int i = 0; i < CALLERS; i++) {
                assertThatThrownBy(source::sample).hasMessageContaining("hop 1");
            }
        }
        assertThat(world.count("AssumeRole")).isEqualTo(CALLERS + 1L);
    }
}
