// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.trigger;

/** Builds the trigger {@code aws-sqs-queue}, as a manifest of KEDA writes it. */
public final class SqsQueueTrigger extends AwsTriggerBuilder<SqsQueueTrigger> {

    /** The trigger type. */
    public static final String TYPE = "aws-sqs-queue";

    private SqsQueueTrigger() {
        super(TYPE);
    }

    /** Starts a trigger; queue and region are required. */
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
     * Sets how many messages one job carries; 5 unless set.
     *
     * @param messages at least 0; 0 wants no jobs
     */
    public SqsQueueTrigger queueLength(long messages) {
        return set("queueLength", messages);
    }

    /**
     * Sets the number of messages above which, strictly, the trigger is active; 0 unless set.
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
     * Says whether delayed messages count; false unless set.
     *
     * @param flag the flag
     */
    public SqsQueueTrigger scaleOnDelayed(boolean flag) {
        return set("scaleOnDelayed", flag);
    }
}
