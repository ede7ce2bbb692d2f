// SPDX-License-Identifier: Apache-2.0
/** Computes one demand from the readings of all triggers. The only package that rounds. */
@NullMarked
package io.autoscale.demand;

import org.jspecify.annotations.NullMarked;
