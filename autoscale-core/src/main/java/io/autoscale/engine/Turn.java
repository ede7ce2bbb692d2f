// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is among the rounds and passes of one registration: one at a time, and until its last call has come
 * back. Used under the registration's lock alone.
 */
final class Turn {

    // the pass under way, plus its calls that have not come back
    private int underWay;
    private boolean housekeeping;
    private boolean again;
    private @Nullable CountDownLatch idle;

    boolean isFree() {
        return underWay == 0;
    }

    void take(boolean forHousekeeping) {
        underWay = 1;
        housekeeping = forHousekeeping;
    }

    void callStarted() {
        underWay++;
    }

    /** Says whether the turn is free now. */
    boolean giveBack() {
        underWay--;
        if (underWay > 0) {
            return false;
        }
        if (idle != null) {
            idle.countDown();
            idle = null;
        }
        return true;
    }

    /** Asks for a round right after this one. */
    void askAgain() {
        again = true;
    }

    /** A tick waits for a pass that is no round; the tick after it, should the pass hang, does not. */
    boolean postpones() {
        boolean waits = housekeeping && !again;
        again |= waits;
        return waits;
    }

    /** Says once whether a round was asked for. */
    boolean wasAskedAgain() {
        boolean asked = again;
        again = false;
        return asked;
    }

    /** Opens when the turn is free; it is not now. */
    CountDownLatch idleLatch() {
        CountDownLatch latch = idle == null ? new CountDownLatch(1) : idle;
        idle = latch;
        return latch;
    }
}
