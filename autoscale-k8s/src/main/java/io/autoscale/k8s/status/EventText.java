// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.status;

/**
 * The content of an Event.
 *
 * @param warning whether it is of type {@code Warning}
 * @param reason the reason, one word used by KEDA
 * @param message the message, one sentence without a secret
 */
record EventText(boolean warning, String reason, String message) {

    private static final int LONGEST = 1024;

    EventText {
        message = message.substring(0, Math.min(LONGEST, message.length()));
    }

    static EventText normal(String reason, String message) {
        return new EventText(false, reason, message);
    }

    static EventText warning(String reason, String message) {
        return new EventText(true, reason, message);
    }
}
