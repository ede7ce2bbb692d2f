// SPDX-License-Identifier: Apache-2.0
/** The scaled job as its user configures it, validated as a whole. */
@NullMarked
package io.autoscale.spec;

import org.jspecify.annotations.NullMarked;
