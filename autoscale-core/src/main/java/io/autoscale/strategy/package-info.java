// SPDX-License-Identifier: Apache-2.0
/** Strategies that compute the number of jobs to create. */
@NullMarked
package io.autoscale.strategy;

import org.jspecify.annotations.NullMarked;
