// SPDX-License-Identifier: Apache-2.0
/** Scaler sources, which read metrics, and the results of reads. */
@NullMarked
package io.autoscale.source;

import org.jspecify.annotations.NullMarked;
