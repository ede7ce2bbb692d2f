// SPDX-License-Identifier: Apache-2.0
/** From readings to one demand: the only place that rounds. */
@NullMarked
package io.autoscale.demand;

import org.jspecify.annotations.NullMarked;
