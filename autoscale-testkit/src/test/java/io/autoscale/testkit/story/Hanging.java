// SPDX-License-Identifier: Apache-2.0
package io.autoscale.testkit.story;

import java.util.concurrent.CountDownLatch;

/** Calls that hang until the test lets them go. */
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

    /** Takes no notice of interrupts, but for the thread's flag. */
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
