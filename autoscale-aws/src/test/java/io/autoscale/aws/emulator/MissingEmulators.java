// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Skips what is to run with an emulator that is missing, and records the others. */
final class MissingEmulators implements InvocationInterceptor {

    @Override
    public <T> T interceptTestClassConstructor(
            Invocation<T> invocation,
            ReflectiveInvocationContext<Constructor<T>> invocationContext,
            ExtensionContext extensionContext)
            throws Throwable {
        check(invocationContext.getArguments(), extensionContext);
        return invocation.proceed();
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> invocationContext,
            ExtensionContext extensionContext)
            throws Throwable {
        check(invocationContext.getArguments(), extensionContext);
        invocation.proceed();
    }

    private static void check(List<Object> arguments, ExtensionContext context) {
        for (Object argument : arguments) {
            if (argument instanceof Emulator emulator) {
                RanAgainst.of(context).record(emulator);
                emulator.missing().ifPresent(why -> Assumptions.abort(emulator.name() + ": " + why));
            }
        }
    }
}
