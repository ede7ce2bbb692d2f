// SPDX-License-Identifier: Apache-2.0
/** Scaled workloads and observations of their jobs. */
@NullMarked
package io.autoscale.workload;

import org.jspecify.annotations.NullMarked;
