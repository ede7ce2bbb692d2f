// SPDX-License-Identifier: Apache-2.0
/** The Kinesis source. */
@NullMarked
package io.autoscale.aws.kinesis;

import org.jspecify.annotations.NullMarked;
