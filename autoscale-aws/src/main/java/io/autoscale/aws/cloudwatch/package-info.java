// SPDX-License-Identifier: Apache-2.0
/** The CloudWatch source: reads that share identity, endpoint and time window go out together. */
@NullMarked
package io.autoscale.aws.cloudwatch;

import org.jspecify.annotations.NullMarked;
