// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Runs a parameterized test with each {@link Emulator} of a service, or a parameterized class whose
 * constructor has an emulator as parameter. Invocations for a missing emulator are skipped with the
 * reason. The emulators used are listed in {@code target/ran-against.txt}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@ArgumentsSource(EmulatorsProvider.class)
@ExtendWith(MissingEmulators.class)
public @interface EmulatorsOf {

    /** The service. */
    AwsEmulatedService value();
}
