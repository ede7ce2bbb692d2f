// SPDX-License-Identifier: Apache-2.0
/** The workload that is scaled and what is known of its jobs. */
@NullMarked
package io.autoscale.workload;

import org.jspecify.annotations.NullMarked;
