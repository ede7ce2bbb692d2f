// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.lag;

import io.autoscale.auth.AuthenticationRef;
import io.autoscale.trigger.Trigger;
import java.time.Duration;

/**
 * Builds the trigger {@code aws-kinesis-iterator-age}: how many seconds the reader furthest behind is behind, as
 * CloudWatch says ({@code GetRecords.IteratorAgeMilliseconds}, the maximum of the newest minute). More readers than open
 * shards find nothing to read, so that the value goes no further than the target age times their number.
 *
 * <p>While nobody reads, there is no such age. When records came in meanwhile ({@code IncomingRecords}), the value is
 * the target age, so that one job starts and the age becomes known; when none came in, it is 0. A trigger of our own,
 * which KEDA does not have: its {@code aws-kinesis-stream} counts shards.
 */
public final class KinesisIteratorAgeTrigger {

    /** The trigger type. */
    public static final String TYPE = "aws-kinesis-iterator-age";

    private KinesisIteratorAgeTrigger() {}

    /**
     * Starts a trigger; stream, target age and region are required.
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
         * Sets the stream.
         *
         * @param stream its name
         * @return this builder
         */
        public Builder streamName(String stream) {
            trigger.metadata("streamName", stream);
            return this;
        }

        /**
         * Looks at one consumer with enhanced fan-out ({@code SubscribeToShardEvent.MillisBehindLatest}) instead of at
         * all who call GetRecords.
         *
         * @param consumer its name
         * @return this builder
         */
        public Builder consumerName(String consumer) {
            trigger.metadata("consumerName", consumer);
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
         * Sends what is asked of CloudWatch elsewhere than to AWS's own endpoint; Kinesis is asked at its own
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
