// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.operatorsdk;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Videos in a queue, encoded by jobs. Public, because the SDK creates instances of it. */
@Group("media.example.com")
@Version("v1alpha1")
public final class VideoPipeline extends CustomResource<VideoPipeline.Spec, VideoPipeline.Status>
        implements Namespaced {

    private static final long serialVersionUID = 1L;

    @Override
    protected @Nullable Spec initSpec() {
        return null; // fabric8 would call a constructor without parameters, which a record does not have
    }

    @Override
    protected @Nullable Status initStatus() {
        return null;
    }

    /**
     * The wanted scaling.
     *
     * @param queueUrl the URL of the queue
     * @param region the region of the queue
     * @param image the image of the encoder
     * @param maxJobs the maximum number of unfinished jobs; 10 by default
     * @param messagesPerJob the number of messages that one job encodes; 1 by default
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Spec(
            String queueUrl,
            String region,
            String image,
            @Nullable Integer maxJobs,
            @Nullable Integer messagesPerJob) {

        int maximum() {
            return Objects.requireNonNullElse(maxJobs, 10);
        }

        int target() {
            return Objects.requireNonNullElse(messagesPerJob, 1);
        }
    }

    /**
     * The observed scaling.
     *
     * @param backlog the number of messages; null if the queue could not be read
     * @param unfinishedJobs the number of jobs that are not finished; null before the first count
     * @param lastDecision the last decision and its reason; null before the first
     * @param problem why the spec is not applied; null if it is
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Status(
            @Nullable Long backlog,
            @Nullable Integer unfinishedJobs,
            @Nullable String lastDecision,
            @Nullable String problem) {

        static final Status EMPTY = new Status(null, null, null, null);
    }
}
