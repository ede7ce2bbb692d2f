// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.sqs;

import io.autoscale.auth.AuthenticationRef;
import io.autoscale.trigger.Trigger;

/** Builds the trigger {@code aws-sqs-queue}, with the very text that a manifest of KEDA holds. */
public final class SqsQueueTrigger {

    /** The trigger type. */
    public static final String TYPE = "aws-sqs-queue";

    private SqsQueueTrigger() {}

    /**
     * Starts a trigger; queue and region are required.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds the trigger. Errors in what it is given are found when a scaled job with it is registered. */
    public static final class Builder {

        private final Trigger.Builder trigger = Trigger.builder(TYPE);

        private Builder() {}

        /**
         * Names the trigger.
         *
         * @param name unique in its scaled job
         * @return this builder
         */
        public Builder name(String name) {
            trigger.name(name);
            return this;
        }

        /**
         * Sets the queue.
         *
         * @param urlOrName the URL, whose path is {@code /<account>/<name>}, or the bare name of a queue
         * @return this builder
         */
        public Builder queueUrl(String urlOrName) {
            trigger.metadata("queueURL", urlOrName);
            return this;
        }

        /**
         * Sets how many messages one job carries; 5 unless set.
         *
         * @param messages at least 0; 0 wants no jobs
         * @return this builder
         */
        public Builder queueLength(long messages) {
            trigger.metadata("queueLength", Long.toString(messages));
            return this;
        }

        /**
         * Sets the number of messages above which, strictly, the trigger is active; 0 unless set.
         *
         * @param messages a whole number
         * @return this builder
         */
        public Builder activationQueueLength(long messages) {
            trigger.metadata("activationQueueLength", Long.toString(messages));
            return this;
        }

        /**
         * Says whether messages count that a worker has taken and not deleted; true unless set.
         *
         * @param flag the flag
         * @return this builder
         */
        public Builder scaleOnInFlight(boolean flag) {
            trigger.metadata("scaleOnInFlight", Boolean.toString(flag));
            return this;
        }

        /**
         * Says whether delayed messages count; false unless set.
         *
         * @param flag the flag
         * @return this builder
         */
        public Builder scaleOnDelayed(boolean flag) {
            trigger.metadata("scaleOnDelayed", Boolean.toString(flag));
            return this;
        }

        /**
         * Sets the region.
         *
         * @param region such as {@code eu-west-1}
         * @return this builder
         */
        public Builder awsRegion(String region) {
            trigger.metadata("awsRegion", region);
            return this;
        }

        /**
         * Sends requests elsewhere than to AWS's own endpoint.
         *
         * @param endpoint an absolute http or https URL
         * @return this builder
         */
        public Builder awsEndpoint(String endpoint) {
            trigger.metadata("awsEndpoint", endpoint);
            return this;
        }

        /**
         * Says where the credentials are.
         *
         * @param reference the reference
         * @return this builder
         */
        public Builder authenticationRef(AuthenticationRef reference) {
            trigger.authenticationRef(reference);
            return this;
        }

        /**
         * Makes the trigger.
         *
         * @return the trigger
         */
        public Trigger build() {
            return trigger.build();
        }
    }
}
