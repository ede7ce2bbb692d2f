// SPDX-License-Identifier: Apache-2.0
/** The pure planner, and plans with their explanation. */
@NullMarked
package io.autoscale.plan;

import org.jspecify.annotations.NullMarked;
