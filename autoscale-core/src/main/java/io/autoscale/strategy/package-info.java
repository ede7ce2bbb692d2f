// SPDX-License-Identifier: Apache-2.0
/** From demand and running jobs to a number of jobs to create. */
@NullMarked
package io.autoscale.strategy;

import org.jspecify.annotations.NullMarked;
