// SPDX-License-Identifier: Apache-2.0
/** The pure planner, and the plan that explains itself. */
@NullMarked
package io.autoscale.plan;

import org.jspecify.annotations.NullMarked;
