// SPDX-License-Identifier: Apache-2.0
/** The Kinesis source. Not for use by programs. */
@NullMarked
package io.autoscale.aws.internal.kinesis;

import org.jspecify.annotations.NullMarked;
