// SPDX-License-Identifier: Apache-2.0
/** What an event source measures: samples, targets and activation thresholds. */
@NullMarked
package io.autoscale.metric;

import org.jspecify.annotations.NullMarked;
