// SPDX-License-Identifier: Apache-2.0
/** What docs/performance.md quotes. */
@NullMarked
package io.autoscale.benchmarks;

import org.jspecify.annotations.NullMarked;
