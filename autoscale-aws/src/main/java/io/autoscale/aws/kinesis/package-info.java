// SPDX-License-Identifier: Apache-2.0
/** The trigger on the open shards of a Kinesis stream. */
@NullMarked
package io.autoscale.aws.kinesis;

import org.jspecify.annotations.NullMarked;
