// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.lag;

import io.autoscale.auth.AuthenticationRef;
import io.autoscale.trigger.Trigger;
import java.time.Duration;

/**
 * Builds the trigger {@code aws-sqs-queue-age}: for how many seconds the oldest message of a queue has waited, as
 * CloudWatch says ({@code ApproximateAgeOfOldestMessage}, the maximum of the newest minute).
 *
 * <p>A queue that nobody has used for hours has no datapoints. The queue itself is asked then, and its age is 0 when it
 * is empty; when it is not, the reading fails, as its age is not known. A trigger of our own, which KEDA
 * does not have.
 *
 * <p>The age says that something is late and not how much there is to do: put a limit on the number of jobs, or set
 * this trigger beside one on the length of the queue.
 */
public final class SqsQueueAgeTrigger {

    /** The trigger type. */
    public static final String TYPE = "aws-sqs-queue-age";

    private SqsQueueAgeTrigger() {}

    /**
     * Starts a trigger; queue, target age and region are required.
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
         * Sets the age that one job is to work off: with twice this age two jobs are wanted.
         *
         * @param age whole seconds, at least one
         * @return this builder
         */
        public Builder targetAge(Duration age) {
            trigger.metadata("targetAge", Long.toString(age.toSeconds()));
            return this;
        }

        /**
         * Sets the age above which, strictly, the trigger is active; zero unless set.
         *
         * @param age whole seconds, at least zero
         * @return this builder
         */
        public Builder activationAge(Duration age) {
            trigger.metadata("activationAge", Long.toString(age.toSeconds()));
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
         * Sets the account whose CloudWatch holds the metric; the caller's own unless set.
         *
         * @param account twelve digits; the account must share its metrics with the caller's
         * @return this builder
         */
        public Builder awsAccountId(String account) {
            trigger.metadata("awsAccountId", account);
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
         * Sends what is asked of CloudWatch elsewhere than to AWS's own endpoint; SQS is asked at its own
         * endpoint, or where the program says.
         *
         * @param endpoint an absolute http or https URL that the program allows
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
