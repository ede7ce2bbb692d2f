// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.credentials;

import io.autoscale.source.ScalerException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What STS says of who signs: the ARN, or the failure.
 *
 * @param arn the ARN of the caller, or null where there is a failure
 * @param answeredAt the time at STS, to the second, or null where it did not say
 * @param failure why there are no credentials or no answer, or null where there is an ARN
 */
public record CallerAnswer(
        @Nullable String arn,
        @Nullable Instant answeredAt,
        @Nullable ScalerException failure) {}
