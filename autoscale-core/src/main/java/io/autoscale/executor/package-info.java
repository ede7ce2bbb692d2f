// SPDX-License-Identifier: Apache-2.0
/** Executors, which execute plans and report the outcome of each step. */
@NullMarked
package io.autoscale.executor;

import org.jspecify.annotations.NullMarked;
