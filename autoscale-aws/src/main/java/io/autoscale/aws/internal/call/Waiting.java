// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.call;

import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what another thread does, and says what that is when it fails. */
public final class Waiting {

    private Waiting() {}

    /** Fails with a {@link ScalerException} also when the time is over or this thread is interrupted. */
    public static <T> T on(Future<T> result, Duration timeout, String what) {
        try {
            return result.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ScalerException known) {
                // a new one, with the stack of this caller
                throw new ScalerException(known.kind(), String.valueOf(known.getMessage()), known.getCause());
            }
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ScalerException(
                    Kind.UNAVAILABLE, what + " failed: " + cause.getClass().getSimpleName(), cause);
        } catch (TimeoutException e) {
            throw new ScalerException(Kind.UNAVAILABLE, what + " took more than " + timeout.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ScalerException(Kind.UNAVAILABLE, "interrupted while waiting for " + what, e);
        }
    }
}
