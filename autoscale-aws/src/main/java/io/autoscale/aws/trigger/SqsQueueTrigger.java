// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.trigger;

/** Builds the trigger {@code aws-sqs-queue}, with the same metadata as a KEDA manifest. */
public final class SqsQueueTrigger extends AwsTriggerBuilder<SqsQueueTrigger> {

    /** The trigger type. */
    public static final String TYPE = "aws-sqs-queue";

    private SqsQueueTrigger() {
        super(TYPE);
    }

    /** Returns a builder. Queue and region are required. */
    public static SqsQueueTrigger builder() {
        return new SqsQueueTrigger();
    }

    /**
     * Sets the queue.
     *
     * @param urlOrName the URL, whose path is {@code /<account>/<name>}, or the bare name of a queue
     */
    public SqsQueueTrigger queueUrl(String urlOrName) {
        return set("queueURL", urlOrName);
    }

    /**
     * Sets the target number of messages per job; 5 by default.
     *
     * @param messages at least 0; 0 requests no jobs
     */
    public SqsQueueTrigger queueLength(long messages) {
        return set("queueLength", messages);
    }

    /**
     * Sets the activation threshold: the trigger is active above this number of messages; 0 by default.
     *
     * @param messages a whole number
     */
    public SqsQueueTrigger activationQueueLength(long messages) {
        return set("activationQueueLength", messages);
    }

    /**
     * Sets whether messages in flight (received by a worker but not deleted yet) count. The default is true.
     *
     * @param flag the flag
     */
    public SqsQueueTrigger scaleOnInFlight(boolean flag) {
        return set("scaleOnInFlight", flag);
    }

    /**
     * Sets whether delayed messages count; false by default.
     *
     * @param flag the flag
     */
    public SqsQueueTrigger scaleOnDelayed(boolean flag) {
        return set("scaleOnDelayed", flag);
    }
}
