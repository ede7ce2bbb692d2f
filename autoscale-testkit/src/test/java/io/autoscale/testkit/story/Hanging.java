// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit.story;

import java.util.concurrent.CountDownLatch;

/** Calls that block until the test releases them. */
final class Hanging {

    private Hanging() {}

    /** Returns early when it is interrupted. */
    static void until(CountDownLatch release) {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ignores interrupts, except that it restores the thread's interrupt flag. */
    static void stubbornlyUntil(CountDownLatch release) {
        boolean interrupted = false;
        while (release.getCount() > 0) {
            try {
                release.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
