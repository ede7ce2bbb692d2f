// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.emulator;

/** An error response that a fake passes to its protocol layer. */
final class AwsRefusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    AwsRefusal(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
