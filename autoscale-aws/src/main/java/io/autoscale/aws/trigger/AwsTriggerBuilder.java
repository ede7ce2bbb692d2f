// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.trigger;

import io.autoscale.auth.AuthenticationRef;
import io.autoscale.trigger.Trigger;
import java.util.Objects;

/**
 * Common setters of the builders of AWS triggers. The builders produce the same metadata as a KEDA manifest. They do
 * not validate it: errors are reported when a scaled job with the trigger is registered.
 *
 * @param <B> the builder
 */
public abstract sealed class AwsTriggerBuilder<B extends AwsTriggerBuilder<B>>
        permits CloudWatchTrigger, DynamoDbStreamsTrigger, DynamoDbTrigger, KinesisStreamTrigger, SqsQueueTrigger {

    private final Trigger.Builder trigger;

    AwsTriggerBuilder(String type) {
        this.trigger = Trigger.builder(type);
    }

    /**
     * Names the trigger.
     *
     * @param name unique in its scaled job
     */
    public B name(String name) {
        trigger.name(name);
        return self();
    }

    /**
     * Sets the region.
     *
     * @param region such as {@code eu-west-1}
     */
    public B awsRegion(String region) {
        return set("awsRegion", region);
    }

    /**
     * Sets the endpoint for requests; AWS's own by default.
     *
     * @param endpoint an absolute http or https URL that the program allows
     */
    public B awsEndpoint(String endpoint) {
        return set("awsEndpoint", endpoint);
    }

    /**
     * Sets the reference to the credentials.
     *
     * @param reference the reference
     */
    public B authenticationRef(AuthenticationRef reference) {
        trigger.authenticationRef(reference);
        return self();
    }

    /** Creates the trigger. */
    public Trigger build() {
        return trigger.build();
    }

    B set(String key, Object value) {
        trigger.metadata(
                key, Objects.requireNonNull(value, () -> "metadata." + key).toString());
        return self();
    }

    @SuppressWarnings("unchecked") // the classes that are permitted name themselves
    private B self() {
        return (B) this;
    }
}
