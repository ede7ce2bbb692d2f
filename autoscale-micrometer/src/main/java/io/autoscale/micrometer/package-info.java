// SPDX-License-Identifier: Apache-2.0
/** Metrics of an autoscaler, of its AWS sources and of a controller, by Micrometer. */
@NullMarked
package io.autoscale.micrometer;

import org.jspecify.annotations.NullMarked;
