// SPDX-License-Identifier: Apache-2.0
/** Metrics of event sources: samples, targets and activation thresholds. */
@NullMarked
package io.autoscale.metric;

import org.jspecify.annotations.NullMarked;
