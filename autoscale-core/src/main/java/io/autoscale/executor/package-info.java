// SPDX-License-Identifier: Apache-2.0
/** The port that carries a plan out, and what came of each step. */
@NullMarked
package io.autoscale.executor;

import org.jspecify.annotations.NullMarked;
