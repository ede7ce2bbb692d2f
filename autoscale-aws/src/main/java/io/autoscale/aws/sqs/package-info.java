// SPDX-License-Identifier: Apache-2.0
/** The trigger on the length of an SQS queue. */
@NullMarked
package io.autoscale.aws.sqs;

import org.jspecify.annotations.NullMarked;
