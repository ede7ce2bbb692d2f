// SPDX-License-Identifier: Apache-2.0
/** Scaler sources of AWS. */
@NullMarked
package io.autoscale.aws;

import org.jspecify.annotations.NullMarked;
