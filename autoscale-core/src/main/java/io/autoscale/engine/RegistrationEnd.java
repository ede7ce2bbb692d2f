// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.engine.TaskScheduler.Scheduled;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The last step of a registration, taken once: sources are given up, and whoever waits is told. */
final class RegistrationEnd {

    private final EngineContext context;
    private final Runnable onClose;
    private final AtomicBoolean released = new AtomicBoolean();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile @Nullable Scheduled latest;

    RegistrationEnd(EngineContext context, Runnable onClose) {
        this.context = context;
        this.onClose = onClose;
    }

    /** A future of the caller's own. */
    CompletableFuture<Void> awaited() {
        CompletableFuture<Void> own = new CompletableFuture<>();
        var unused = done.whenComplete((none, failure) -> {
            if (failure == null) {
                own.complete(null);
            } else {
                own.cancel(false);
            }
        });
        return own;
    }

    /** Has the end come after the close timeout, should the round under way not come back by then. */
    void comesWithinBound(Runnable release) {
        try {
            latest = context.scheduler()
                    .schedule(
                            context.limits().closeTimeout(),
                            () -> context.executor().execute(release));
        } catch (RuntimeException e) {
            release.run(); // a scheduler that takes nothing more is about to close
        }
    }

    /** Closes what is left; complete says whether all was done that was asked for. */
    void release(List<TriggerChannel> channels, boolean complete) {
        if (!released.compareAndSet(false, true)) {
            return;
        }
        Scheduled bound = latest;
        if (bound != null) {
            bound.cancel();
        }
        channels.forEach(TriggerChannel::close);
        onClose.run();
        if (complete) {
            done.complete(null);
        } else {
            done.cancel(false);
        }
    }
}
