// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.AnnotationBasedArgumentsProvider;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** The arguments of {@link EmulatorsOf}. */
final class EmulatorsProvider extends AnnotationBasedArgumentsProvider<EmulatorsOf> {

    @Override
    protected Stream<? extends Arguments> provideArguments(
            ParameterDeclarations parameters, ExtensionContext context, EmulatorsOf annotation) {
        RanAgainst.of(context);
        return Emulators.of(annotation.value()).stream().map(Arguments::of);
    }
}
