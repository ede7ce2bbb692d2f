// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpService;

class ClientFactoryTest {

    @Test
    void apache_5_is_the_http_client_where_it_is_on_the_class_path() {
        assertThat(ClientFactory.httpService(SdkHttpService.class.getClassLoader()))
                .extracting(service -> service.getClass().getName())
                .asString()
                .contains("apache5");
    }

    @Test
    void a_class_path_without_an_http_client_is_an_error_that_names_one() throws Exception {
        try (URLClassLoader empty = new URLClassLoader(new URL[0], ClassLoader.getPlatformClassLoader())) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> ClientFactory.httpService(empty))
                    .withMessageContaining("software.amazon.awssdk:apache5-client");
        }
    }
}
