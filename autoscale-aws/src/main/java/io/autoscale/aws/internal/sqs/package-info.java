// SPDX-License-Identifier: Apache-2.0
/** The SQS source. Not for use by programs. */
@NullMarked
package io.autoscale.aws.internal.sqs;

import org.jspecify.annotations.NullMarked;
