// SPDX-License-Identifier: Apache-2.0
/** The CloudWatch source: reads that share identity, endpoint and time window go out together. Not for use by programs. */
@NullMarked
package io.autoscale.aws.internal.cloudwatch;

import org.jspecify.annotations.NullMarked;
