// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.credentials;

import io.autoscale.source.ScalerException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The answer of STS on the identity of the caller.
 *
 * @param arn the ARN of the caller, or null after a failure
 * @param answeredAt the time at STS, to the second, or null if it is not known
 * @param failure why there are no credentials or no answer, or null
 */
public record CallerAnswer(
        @Nullable String arn,
        @Nullable Instant answeredAt,
        @Nullable ScalerException failure) {}
