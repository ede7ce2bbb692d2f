// SPDX-License-Identifier: Apache-2.0
/** Benchmarks for docs/performance.md. */
@NullMarked
package io.autoscale.benchmarks;

import org.jspecify.annotations.NullMarked;
