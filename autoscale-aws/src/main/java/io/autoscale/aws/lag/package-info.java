// SPDX-License-Identifier: Apache-2.0
/** Triggers of our own on how long work has waited: the oldest message of a queue, the reader furthest behind. */
@NullMarked
package io.autoscale.aws.lag;

import org.jspecify.annotations.NullMarked;
