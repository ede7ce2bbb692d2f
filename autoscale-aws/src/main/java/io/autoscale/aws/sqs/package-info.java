// SPDX-License-Identifier: Apache-2.0
/** The SQS source. */
@NullMarked
package io.autoscale.aws.sqs;

import org.jspecify.annotations.NullMarked;
